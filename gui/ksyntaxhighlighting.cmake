# SPDX-License-Identifier: GPL-3.0-or-later
# KSyntaxHighlighting for the preview: the distribution's KF6 package, else a build for Qt 6 in SWITCHYARD_KSH_PREFIX.
set(ksh_default ${CMAKE_SOURCE_DIR}/build/ksyntaxhighlighting)
if(DEFINED ENV{SWITCHYARD_KSH_PREFIX})
    set(ksh_default $ENV{SWITCHYARD_KSH_PREFIX})
endif()
set(SWITCHYARD_KSH_PREFIX ${ksh_default} CACHE PATH "Where KSyntaxHighlighting for Qt 6 is (or gets) installed, if not packaged")

find_package(KF6SyntaxHighlighting QUIET)
if(KF6SyntaxHighlighting_FOUND)
    set(ksh KF6::SyntaxHighlighting)
else()
    find_package(KF5SyntaxHighlighting QUIET PATHS ${SWITCHYARD_KSH_PREFIX} NO_DEFAULT_PATH)
    set(ksh KF5::SyntaxHighlighting)
endif()

if(TARGET ${ksh})
    target_link_libraries(switchyard_gui PRIVATE ${ksh})
    target_compile_definitions(switchyard_gui PUBLIC SWITCHYARD_HAVE_KSYNTAXHIGHLIGHTING)
else()
    message(STATUS "KSyntaxHighlighting not found: the preview will show plain text")
endif()
