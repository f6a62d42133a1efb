;;; eglot.el --- problem and fix in Emacs's own LSP client  -*- lexical-binding: t -*-
;; emacs --batch -Q -l eglot.el
;; The environment names the file to open, the text expected on disk afterwards, and a file with the set-up from
;; docs/editors/emacs.md; `torchwise' is on the path.
(unless (locate-library "eglot")        ; Emacs before 29: a package, which -Q hides
  (require 'package)
  (add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
  (package-initialize))
(require 'eglot)

(setq make-backup-files nil
      auto-save-default nil
      create-lockfiles nil
      eglot-sync-connect 60
      eglot-confirm-server-initiated-edits nil
      eglot-confirm-server-edits nil)

(defvar patience (string-to-number (or (getenv "PATIENCE") "60")))

(defun fail (format &rest arguments)
  (message "FAIL %s" (apply #'format format arguments))
  (kill-emacs 1))

(defun wait-until (what condition)
  (let ((end (+ (float-time) patience)))
    (while (not (funcall condition))
      (when (> (float-time) end)
        (fail "waited in vain until %s; the buffer is:\n%s" what (buffer-string)))
      (accept-process-output nil 0.05))))

(defun contents (file)
  (with-temp-buffer (insert-file-contents file) (buffer-string)))

(load (getenv "SET_UP"))
(find-file (getenv "TRAIN_FILE"))
(python-mode)
(call-interactively #'eglot)            ; eglot-ensure waits for a command, which batch mode never runs
(wait-until "the server runs" #'eglot-current-server)
(flymake-start)
(wait-until "a problem is found" #'flymake-diagnostics)
(let ((problems (flymake-diagnostics)))
  (unless (and (= (length problems) 1)
               (string-match-p "torchwise.*missing-zero-grad" (flymake-diagnostic-text (car problems))))
    (fail "the problems are %S" (mapcar #'flymake-diagnostic-text problems)))
  (goto-char (flymake-diagnostic-beg (car problems)))
  (unless (looking-at-p "optimizer\\.step()") (fail "the problem is at %d" (point))))

;; Several actions may be offered: answer the question with the one that is tested.
(defun choose-fix (_prompt actions &rest _)
  (or (seq-find (lambda (title) (string-match-p "zero_grad()" title))
                (mapcar (lambda (action) (if (consp action) (car action) action)) actions))
      (fail "no fix among %S" actions)))
(advice-add 'completing-read :override #'choose-fix)
(let ((last-nonmenu-event t))           ; else it takes itself to be called by a mouse and opens a menu
  (eglot-code-actions (point) (1+ (point)) "quickfix" t))
(wait-until "the text is changed" (lambda () (string-match-p "optimizer\\.zero_grad()" (buffer-string))))
(eglot--signal-textDocument/didChange)  ; sent from an idle timer, which batch mode never runs
(wait-until "the problem is gone" (lambda () (flymake-start) (null (flymake-diagnostics))))
(save-buffer)
(unless (string= (contents (getenv "TRAIN_FILE")) (contents (getenv "EXPECTED_FILE")))
  (fail "the file is:\n%s" (buffer-string)))
(eglot-shutdown (eglot-current-server))
(message "PASS")
(kill-emacs 0)
