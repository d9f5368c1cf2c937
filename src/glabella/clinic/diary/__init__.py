"""Days that patients write down themselves: headaches, bladder, jaw."""
