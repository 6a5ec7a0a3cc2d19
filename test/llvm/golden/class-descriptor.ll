; defines t.m::class Cell, t.m::class Cell$data
; sites
@"t.m::class Cell$text0" = private unnamed_addr constant [5 x i8] c"Cell\00", align 1
@"t.m::class Cell$data" = constant { i8*, i8*, i64, i32, i32, [2 x i8*] } { i8* getelementptr inbounds ([5 x i8], [5 x i8]* @"t.m::class Cell$text0", i32 0, i32 0), i8* @"t.m::class Base", i64 24, i32 1, i32 2, [2 x i8*] [i8* bitcast (void ()* @"t.m::class Base.method a()" to i8*), i8* bitcast (void ()* @"t.m::class Cell.method b()" to i8*)] }

@"t.m::class Base" = external constant i8
declare void @"t.m::class Base.method a()"()
declare void @"t.m::class Cell.method b()"()
