# SPDX-License-Identifier: GPL-3.0-or-later
# KSyntaxHighlighting for the preview: the KF6 package where there is one, else a build of our own for Qt 6, shared by all
# build trees. Without it the preview shows plain text.
set(ksh_prefix ${CMAKE_SOURCE_DIR}/build/ksyntaxhighlighting)
if(DEFINED ENV{SWITCHYARD_KSH_PREFIX})
    set(ksh_prefix $ENV{SWITCHYARD_KSH_PREFIX})
endif()
set(SWITCHYARD_KSH_PREFIX ${ksh_prefix} CACHE PATH "Where our own build of KSyntaxHighlighting is, or goes")

find_package(KF6SyntaxHighlighting QUIET)
set(ksh KF6::SyntaxHighlighting)
if(NOT KF6SyntaxHighlighting_FOUND)
    set(ksh KF5::SyntaxHighlighting) # the name of the package stays, also when it is built for Qt 6
    find_package(KF5SyntaxHighlighting QUIET PATHS ${SWITCHYARD_KSH_PREFIX} NO_DEFAULT_PATH)
    if(NOT KF5SyntaxHighlighting_FOUND AND (SWITCHYARD_REQUIRE_KSYNTAXHIGHLIGHTING OR NOT SWITCHYARD_KSH_TRIED))
        execute_process(COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/ksyntaxhighlighting.sh ${SWITCHYARD_KSH_PREFIX} TIMEOUT 900)
        set(SWITCHYARD_KSH_TRIED ON CACHE INTERNAL "One attempt a build tree; cmake --fresh makes another")
        find_package(KF5SyntaxHighlighting QUIET PATHS ${SWITCHYARD_KSH_PREFIX} NO_DEFAULT_PATH)
    endif()
endif()

if(TARGET ${ksh})
    message(STATUS "KSyntaxHighlighting: ${ksh}")
    target_link_libraries(switchyard_gui PUBLIC ${ksh})
    target_compile_definitions(switchyard_gui PUBLIC SWITCHYARD_HAVE_KSYNTAXHIGHLIGHTING)
elseif(SWITCHYARD_REQUIRE_KSYNTAXHIGHLIGHTING)
    message(FATAL_ERROR "KSyntaxHighlighting is neither packaged nor could it be built; see the lines above.")
else()
    message(WARNING "KSyntaxHighlighting is neither packaged nor could it be built: the preview will show plain text.")
endif()
