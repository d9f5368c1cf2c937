"""Day one: patients, treatments, appointments and stock from other systems."""
