"""Invented ID numbers, as the demonstration makes them."""

from web.demo.identity import id_number as id_number
