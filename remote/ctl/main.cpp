// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/ctl/dispatch.h"

#include <QCoreApplication>

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("switchyardctl"));
    QTextStream out(stdout), err(stderr);
    ctl::Io io{out, err};
    return ctl::dispatch(QCoreApplication::arguments().mid(1), io);
}
