// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/application.h"

#include "gui/actions/fileactions.h"
#include "gui/actions/helpactions.h"
#include "gui/canvas/view.h"
#include "gui/demo.h"
#include "gui/diagram.h"
#include "gui/fullscreen.h"
#include "gui/shots.h"
#include "gui/stage.h"
#include "gui/style.h"
#include "gui/systemtheme.h"
#include "gui/tour.h"
#include "gui/untilpainted.h"
#include "gui/window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QTextStream>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static int complain(const QString &message, const QString &hint, int code)
{
    QTextStream(stderr) << u"switchyard: "_s << message << Qt::endl;
    if (!hint.isEmpty())
        QTextStream(stderr) << u"  "_s << hint << Qt::endl;
    return code;
}

static int drawDiagram(const QString &target, const QString &fleetPath)
{
    FleetDocument document(Catalog::builtIn());
    if (const Result<void> opened = document.open(fleetPath); !opened)
        return complain(opened.error().message, opened.error().hint, 2);
    if (const Result<void> drawn = writeDiagram(document, target); !drawn)
        return complain(drawn.error().message, drawn.error().hint, 1);
    return 0;
}

static int runTour(const QString &folder)
{
    Result<std::unique_ptr<Demo>> demo = Demo::start(Catalog::builtIn());
    if (!demo)
        return complain(demo.error().message, demo.error().hint, 1);
    useReadableFont();
    Window window(Catalog::builtIn(), (*demo)->dialing());
    window.showFleet((*demo)->fleet());
    const QStringList failures = Tour(window, **demo, folder).run();
    return failures.isEmpty() ? 0 : complain(QObject::tr("the tour failed: %1").arg(failures.join(u"; "_s)), {}, 1);
}

/// The screen that Qt offers without a display is too small for a menu at 200 %.
static void useLargeScreen(const QString &folder)
{
    QDir().mkpath(folder + u"/.settings"_s);
    QFile screen(folder + u"/.settings/screen.json"_s);
    if (QGuiApplication::platformName() != u"offscreen"_s || !screen.open(QIODevice::WriteOnly))
        return;
    screen.write(R"({"screens": [{"name": "large", "x": 0, "y": 0, "width": 5760, "height": 3600, "logicalDpi": 96, "dpr": 1}]})");
    qputenv("QT_QPA_PLATFORM", QByteArray("offscreen:configfile=" + QFile::encodeName(QFileInfo(screen).absoluteFilePath())));
}

constexpr int noSuchPicture = 3;

static int complainOfNames(const QStringList &only)
{
    return complain(QObject::tr("no picture is called %1").arg(only.join(u' ')),
                    QObject::tr("Patterns are like design-* or *-light-200; without --only, all pictures are made and their names listed."), noSuchPicture);
}

/// Scales are known only to a fresh program: it starts itself once for each.
static int runShotsAtScales(const QString &folder, const QStringList &only)
{
    QStringList arguments{u"--shots"_s, folder, u"--at-this-scale"_s};
    for (const QString &pattern : only)
        arguments += {u"--only"_s, pattern};
    useLargeScreen(folder);
    bool any = false;
    for (const QString &scale : {u"1"_s, u"2"_s}) {
        qputenv("QT_SCALE_FACTOR", scale.toLatin1());
        QProcess again;
        again.setProcessChannelMode(QProcess::ForwardedOutputChannel);
        again.start(QApplication::applicationFilePath(), arguments);
        const bool ended = again.waitForFinished(-1) && again.exitStatus() == QProcess::NormalExit;
        if (ended && again.exitCode() == noSuchPicture)
            continue; // there may be one at the other
        if (!ended || again.exitCode() != 0) {
            QTextStream(stderr) << QString::fromLocal8Bit(again.readAllStandardError());
            return complain(QObject::tr("the pictures at scale %1 failed").arg(scale), {}, 1);
        }
        any = true;
    }
    QDir(folder + u"/.settings"_s).removeRecursively();
    return any ? 0 : complainOfNames(only);
}

static int runShots(const QString &folder, const QStringList &only)
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder + u"/.settings"_s); // nobody's own
    Result<std::unique_ptr<Demo>> demo = Demo::start(Catalog::builtIn());
    if (!demo)
        return complain(demo.error().message, demo.error().hint, 1);
    useReadableFont();
    Window window(Catalog::builtIn(), (*demo)->dialing());
    Shots shots(window, **demo, folder, only);
    const QStringList failures = shots.run();
    if (failures.isEmpty())
        return shots.made() > 0 ? 0 : complainOfNames(only);
    return complain(QObject::tr("some pictures failed: %1").arg(failures.join(u"; "_s)), {}, 1);
}

static int openWindow(bool asDemo, const QString &path)
{
    std::unique_ptr<Demo> demo;
    if (asDemo) {
        Result<std::unique_ptr<Demo>> started = Demo::start(Catalog::builtIn());
        if (!started)
            return complain(started.error().message, started.error().hint, 1);
        demo = std::move(*started);
    }
    Window window(Catalog::builtIn(), demo ? demo->dialing() : Dialing{});
    window.expectPicture();
    if (demo)
        window.showFleet(demo->fleet());
    window.show();
    SystemTheme::instance().follow();
    window.fullScreen().restore();
    if (!path.isEmpty())
        window.openFile(path);
    else if (!demo)
        window.files().reopenLast();
    window.files().offerRecovery();
    if (path.isEmpty())
        window.help().startTourOnce(); // who opens a file has something else in mind
    quitOncePainted(*window.canvas().viewport());
    return QApplication::exec();
}

/// Whether a window can be shown. Without a display the program still answers, and draws on a platform that needs none.
static bool choosePlatform(int argc, char *argv[])
{
#ifdef Q_OS_LINUX
    if (qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") || qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        return true;
    const auto drags = [](const char *argument) { return std::strncmp(argument, "--tour", 6) == 0 || std::strncmp(argument, "--diagram", 9) == 0; };
    const bool isMinimal = std::any_of(argv + 1, argv + std::max(argc, 1), drags); // it can drag; the other's screen is large enough for menus
    qputenv("QT_QPA_PLATFORM", isMinimal ? "minimal:enable_fonts" : "offscreen");
    return false;
#else
    return true;
#endif
}

/// Its name, to the system and in its settings.
static void introduce()
{
    QApplication::setOrganizationName(u"switchyard"_s);
    QApplication::setApplicationName(u"switchyard"_s);
    QApplication::setApplicationDisplayName(u"Switchyard"_s);
    QApplication::setApplicationVersion(QStringLiteral(SWITCHYARD_VERSION));
}

int runApplication(int argc, char *argv[])
{
    const bool hasDisplay = choosePlatform(argc, argv);
    QApplication app(argc, argv);
    introduce();
    QApplication::setStyle(new Style);

    QCommandLineParser parser;
    parser.setApplicationDescription(QObject::tr("Design, deploy and watch a NixOS fleet on one canvas."));
    parser.addPositionalArgument(u"FLEET"_s, QObject::tr("fleet.yaml to open"), u"[FLEET]"_s);
    const QCommandLineOption demo(u"demo"_s, QObject::tr("open the demo fleet on simulated hosts"));
    const QCommandLineOption diagram(u"diagram"_s, QObject::tr("draw FLEET into OUT.svg or OUT.png and leave"), u"OUT"_s);
    const QCommandLineOption tour(u"tour"_s, QObject::tr("run the main job by itself on the demo, pictures into DIR"), u"DIR"_s);
    const QCommandLineOption shots(u"shots"_s, QObject::tr("make pictures of every view and dialog in both themes at 100 and 200 % into DIR"), u"DIR"_s);
    const QCommandLineOption only(u"only"_s, QObject::tr("with --shots: make only pictures called like GLOB, such as design-* or *-light-200; may be given again"), u"GLOB"_s);
    QCommandLineOption atThisScale(u"at-this-scale"_s);
    atThisScale.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({demo, diagram, tour, shots, only, atThisScale});
    parser.addHelpOption();
    parser.addVersionOption();
    if (!parser.parse(QApplication::arguments()))
        return complain(parser.errorText(), QObject::tr("usage: switchyard [--demo | --tour DIR | --shots DIR [--only GLOB] | --diagram OUT FLEET | FLEET]"), 64);
    if (parser.isSet(u"help"_s))
        parser.showHelp(0);
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1 || (parser.isSet(diagram) && files.size() != 1))
        return complain(QObject::tr("expected one fleet file"), QObject::tr("usage: switchyard [--demo | --tour DIR | --shots DIR [--only GLOB] | --diagram OUT FLEET | FLEET]"), 64);
    if (parser.isSet(only) && !parser.isSet(shots))
        return complain(QObject::tr("--only chooses among the pictures of --shots"), QObject::tr("usage: switchyard --shots DIR --only GLOB"), 64);
    if (parser.isSet(tour))
        return runTour(parser.value(tour));
    if (parser.isSet(shots))
        return parser.isSet(atThisScale) ? runShots(parser.value(shots), parser.values(only)) : runShotsAtScales(parser.value(shots), parser.values(only));
    if (parser.isSet(diagram))
        return drawDiagram(parser.value(diagram), files.constFirst());
    if (!hasDisplay)
        return complain(QObject::tr("there is no display to open a window on"),
                        QObject::tr("set DISPLAY or WAYLAND_DISPLAY; without a display --diagram, --tour and --shots work, and switchyardctl"), 69);
    return openWindow(parser.isSet(demo), files.value(0));
}

} // namespace gui
