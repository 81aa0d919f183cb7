# SPDX-License-Identifier: GPL-3.0-or-later
# Plants one violation after another into a small tree and sees checklayers.cmake name it; what is allowed must pass.
# Run: cmake -D TREE=<folder to work in> [-D QT_HEADERS=…] -P checklayers_test.cmake
cmake_minimum_required(VERSION 3.25)

set(spdx "// SPDX-License-Identifier: GPL-3.0-or-later\n")

# check(PATH TEXT): runs the check over a tree that holds this source; sets `result` and `output`.
function(check path text)
    file(REMOVE_RECURSE ${TREE})
    file(WRITE ${TREE}/resources/catalog/game.yaml "kind: game\nruns: container\n")
    file(WRITE ${TREE}/resources/catalog/caddy.yaml "kind: caddy\nruns: native # a unit of its own\n")
    file(WRITE ${TREE}/model/fleet.h "${spdx}#pragma once\n#include <QString>\n")
    file(WRITE ${TREE}/${path} "${text}")
    execute_process(COMMAND ${CMAKE_COMMAND} -D ROOT=${TREE} -D QT_HEADERS=${QT_HEADERS}
        -P ${CMAKE_CURRENT_LIST_DIR}/checklayers.cmake
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    string(REGEX REPLACE "[ \n]+" " " output "${output}${errors}")
    set(result ${result} PARENT_SCOPE)
    set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect_finding path text finding)
    check(${path} "${text}")
    string(FIND "${output}" "${finding}" at)
    if(result EQUAL 0 OR at EQUAL -1)
        message(SEND_ERROR "${path} should be refused with \"${finding}\", but: ${output}")
    endif()
endfunction()

function(expect_none path text)
    check(${path} "${text}")
    if(NOT result EQUAL 0)
        message(SEND_ERROR "${path} should be fine, but: ${output}")
    endif()
endfunction()

expect_none(nixgen/a.cpp "${spdx}#include \"model/fleet.h\"\n#include <QString>\n#include <vector>\n")
expect_none(remote/sim/a.cpp "${spdx}#include \"remote/a.h\"\n#include <libssh/server.h>\n#include \"a.moc\"\n")
expect_none(gui/a.cpp "${spdx}#include \"remote/sim/a.h\"\n#include <QWidget>\n#include <KSyntaxHighlighting/Repository>\n")
expect_none(remote/a.cpp "${spdx}if (line.startsWith(\"#include \"))\n    return;\n")
expect_finding(model/a.cpp "${spdx}#include \"nixgen/a.h\"\n" "model/a.cpp: model may not include nixgen")
expect_finding(nixgen/a.cpp "${spdx}# include \"remote/a.h\"\n" "nixgen may not include remote")
expect_finding(remote/a.cpp "${spdx}#include \"remote/sim/a.h\"\n" "remote may not include remote/sim")
expect_finding(remote/sim/a.cpp "${spdx}#include \"nixgen/a.h\"\n" "remote/sim may not include nixgen")
expect_finding(gui/a.cpp "${spdx}#include \"remote/ctl/a.h\"\n" "gui may not include remote/ctl")
expect_finding(model/a.cpp "${spdx}#include \"fleet.h\"\n" "\"fleet.h\" does not start with a layer")
expect_finding(gui/a.cpp "${spdx}#include <libssh/libssh.h>\n" "gui may not use libssh")
expect_none(remote/secrets/a.cpp "${spdx}#include \"nixgen/a.h\"\n#include <openssl/evp.h>\n")
expect_finding(remote/secrets/a.cpp "${spdx}#include \"remote/a.h\"\n" "remote/secrets may not include remote")
expect_finding(remote/a.cpp "${spdx}#include <openssl/evp.h>\n" "remote may not use openssl")
expect_finding(nixgen/a.cpp "${spdx}#include <yaml-cpp/yaml.h>\n" "nixgen may not use yaml-cpp")
expect_finding(remote/a.cpp "${spdx}#include <QtWidgets/QWidget>\n" "remote may not use QtWidgets")
if(QT_HEADERS)
    expect_finding(remote/a.cpp "${spdx}#include <QWidget>\n" "remote may not use QtWidgets")
    expect_finding(model/a.cpp "${spdx}#include <QTcpSocket>\n" "model may not use QtNetwork")
endif()

expect_none(model/a.cpp "${spdx}// the \"game\" kind; it's\n/* \"caddy\" */\nauto a = u\"games\"_s + '\"' + u\"a caddyshack\"_s;\n")
expect_none(remote/a.cpp "${spdx}auto a = \"caddy\";\n")
expect_finding(model/a.cpp "${spdx}auto a = u\"game\"_s;\n" "names the kind game in \"game\"")
expect_finding(gui/a.cpp "${spdx}auto a = \"a // b\"; auto b = \"game\";\n" "names the kind game")
expect_finding(gui/a.cpp "${spdx}auto a = '\"'; auto b = \"caddy\"; auto c = '\"';\n" "names the kind caddy in \"caddy\"")
expect_finding(nixgen/a.cpp "${spdx}auto a = \"x \\\" systemctl stop caddy.service\";\n" "names the kind caddy in")
expect_finding(nixgen/a.cpp "${spdx}auto a = R\"(services.caddy = [\"x\";])\";\n" "names the kind caddy in")

expect_finding(model/a.cpp "int a;\n" "model/a.cpp: does not start with its SPDX line")
expect_finding(tests/model/a.h "${spdx}int a;\n" "tests/model/a.h: has no #pragma once")

file(REMOVE_RECURSE ${TREE})
