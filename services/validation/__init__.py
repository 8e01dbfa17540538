"""The expediente, from the first send to the ficha; the validators' desk."""
