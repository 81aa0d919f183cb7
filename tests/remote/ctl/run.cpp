// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/ctl/run.h"

#include "tests/support.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tests {

Run runCtl(const QStringList &arguments, const QStringList &environment, const QByteArray &input)
{
    const QTemporaryDir dir;
    const QByteArray out = dir.filePath(QStringLiteral("out")).toLocal8Bit();
    const QByteArray err = dir.filePath(QStringLiteral("err")).toLocal8Bit();
    QByteArrayList words{program(QStringLiteral("switchyardctl")).toLocal8Bit()};
    for (const QString &argument : arguments)
        words.append(argument.toLocal8Bit());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    QByteArrayList settings;
    for (const QString &setting : environment)
        settings.append(setting.toLocal8Bit());

    const QByteArray in = dir.filePath(QStringLiteral("in")).toLocal8Bit();
    writeFile(QString::fromLocal8Bit(in), input);

    QElapsedTimer timer;
    timer.start();
    const pid_t child = fork(); // wait4() tells the memory of this one child; QProcess cannot
    if (child == 0) {
        for (QByteArray &setting : settings)
            putenv(setting.data());
        dup2(open(in.constData(), O_RDONLY), STDIN_FILENO);
        dup2(open(out.constData(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
        dup2(open(err.constData(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
        execv(argv.front(), argv.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    Run run;
    run.seconds = double(timer.nsecsElapsed()) / 1e9;
    run.megabytes = double(usage.ru_maxrss) / 1024;
    run.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    run.out = readFile(QString::fromLocal8Bit(out));
    run.err = readFile(QString::fromLocal8Bit(err));
    return run;
}

} // namespace tests
