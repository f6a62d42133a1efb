" vim -T dumb --not-a-term -n -i NONE -u NONE -S ale.vim
" The environment names the file to open, the text expected on disk afterwards, a file for the result, and a file with
" the set-up from docs/editors/vim.md; `torchwise` is on the path.
set nocompatible noswapfile
filetype plugin on
packadd ale
let g:ale_linters_explicit = 1
let g:ale_linters = {'python': ['torchwise']}
let g:ale_lint_on_text_changed = 'always'
let g:ale_lint_delay = 50

function! Finish(line, code) abort
  call writefile(split(a:line, "\n"), $RESULT_FILE)
  execute 'cquit ' . a:code
endfunction

function! WaitUntil(what, condition) abort
  for l:try in range(20 * str2nr(empty($PATIENCE) ? '60' : $PATIENCE))
    if eval(a:condition) | return | endif
    sleep 50m
  endfor
  call Finish('FAIL waited in vain until ' . a:what . "; the buffer is:\n" . join(getline(1, '$'), "\n"), 1)
endfunction

function! Problems() abort
  return ale#engine#GetLoclist(bufnr(''))
endfunction

function! Main() abort
  source $SET_UP
  execute 'edit ' . fnameescape($TRAIN_FILE)
  call ale#Queue(0)
  call WaitUntil('a problem is found', '!empty(Problems())')
  let l:problem = Problems()[0]
  if len(Problems()) != 1 || get(l:problem, 'code', '') !=# 'missing-zero-grad'
    call Finish('FAIL the problems are ' . string(Problems()), 1)
  endif
  call cursor(l:problem.lnum, l:problem.col)
  " ALE asks by inputlist() which action to apply; the fix stands first.
  call feedkeys("1\<CR>", 't')
  call ale#codefix#Execute(0)
  call WaitUntil('the text is changed', 'search("optimizer\\.zero_grad()", "nw") > 0')
  call ale#Queue(0)
  call WaitUntil('the problem is gone', 'empty(Problems())')
  write
  if readfile($TRAIN_FILE) !=# readfile($EXPECTED_FILE)
    call Finish("FAIL the file is:\n" . join(getline(1, '$'), "\n"), 1)
  endif
  call Finish('PASS', 0)
endfunction

" Without a terminal an error would wait for a key for ever.
try
  call Main()
catch
  call Finish('FAIL ' . v:exception . ' at ' . v:throwpoint, 1)
endtry
