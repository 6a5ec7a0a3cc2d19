; defines t.m::main, bolt_program_main
; sites
@"t.m::main$text0" = private unnamed_addr constant [6 x i8] c"hello\00", align 1
define void @"t.m::main"() {
entry:
  call void (i8*, ...) @bolt_printf(i8* getelementptr inbounds ([6 x i8], [6 x i8]* @"t.m::main$text0", i32 0, i32 0))
  ret void
}
define i32 @bolt_program_main() {
entry:
  call void @"t.m::main"()
  ret i32 0
}

declare void @bolt_printf(i8*, ...)
