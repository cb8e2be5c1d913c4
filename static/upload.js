/* Pages with an upload form. ES5; without it the plain form sends the files. */
