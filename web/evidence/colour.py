"""Colours of a telephone's wide gamut (Display P3) as every screen shows them (sRGB)."""

from io import BytesIO

from PIL import Image, ImageCms


def as_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """`image` (RGB or YCbCr) whose colours `profile` (ICC) describes, in sRGB; unchanged when the profile says nothing new."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(source):
            return image
        target = ImageCms.createProfile("sRGB")
        seen = ImageCms.profileToProfile(image.convert("RGB"), source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile must not cost the picture
    return image if seen is None else seen
