"""Places aspirantes in plazas, and sees each accepted place through to the sede."""
