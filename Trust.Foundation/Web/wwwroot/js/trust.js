// Improves pages that already work without script.
import './dialogs.js';
import './forms.js';
import './menus.js';
import './once.js';
import './passkeys.js';
import './toasts.js';
