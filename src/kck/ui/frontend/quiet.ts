/** The design system warns developers on the console; our own tests look after that. */
(window as Window & { dsWarnings?: boolean }).dsWarnings = false;
