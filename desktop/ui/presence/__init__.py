"""Being there while other programs are in front: a key that brings the window, an icon in the tray."""
