// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/problemactions.h"

#include "gui/actions/actions.h"
#include "gui/canvas/view.h"
#include "gui/deploy/deploypanel.h"
#include "gui/derived.h"
#include "gui/design/fieldeditor.h"
#include "gui/design/inspector.h"
#include "gui/design/problems.h"
#include "gui/design/secretsdialog.h"
#include "gui/window.h"
#include "nixgen/editfindings.h"
#include "remote/secrets/readiness.h"

#include <QAction>
#include <QMenu>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QProcess>
#include <QSettings>
#include <QTimer>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

static const QString imagesKey = QStringLiteral("image-digests");

ProblemActions::ProblemActions(Window &window) : QObject(&window), m_window(window), m_candidates{ownKeys(), {}}
{
    connect(&window, &Window::panelsMade, this, &ProblemActions::joinPanels);
    connect(&window.canvas(), &CanvasView::badgePicked, this, [this](const QSet<ItemId> &items) {
        if (m_window.mode() == Mode::Design && !m_window.problems().goTo(items))
            m_window.showStatus(tr("Its problem is hidden: switch its sort on above the list of problems."));
    });
    Actions &actions = window.actions();
    QAction *mending = actions.add(u"mend-problem"_s, tr("&Mend the problem…"), {QKeySequence(u"Ctrl+."_s)}, u"mend"_s);
    actions.menu(u"edit"_s)->findChild<QMenu *>(u"menu-problems"_s)->addAction(mending);
    connect(mending, &QAction::triggered, this, [this] { m_window.problems().mendCurrent(); });
    QAction *secrets = actions.add(u"secrets"_s, tr("&Secrets…"), {}, u"lock"_s);
    actions.menu(u"edit"_s)->addAction(secrets);
    connect(secrets, &QAction::triggered, this, [this] { (new SecretsDialog(m_window))->open(); });
    connect(&window.document(), &FleetDocument::changed, this, &ProblemActions::sayWhatToRotate);
}

void ProblemActions::joinPanels()
{
    ProblemsList &list = m_window.problems();
    // A window that goes away paints its panels once more when the fleet is gone already.
    const auto fixer = [this, alive = QPointer(&m_window.document())](const Diagnostic &found) {
        if (!alive)
            return QList<Fix>();
        if (nixgen::isEditFinding(found))
            return nixgen::editFixes(found);
        if (!std::exchange(m_isAgentAsked, true)) {
            recallImages();
            askAgent(); // what it knows is there when the list is looked at next
        }
        return fixes(m_window.document().fleet(), m_window.catalog(), m_window.derived().topology(), found, m_candidates);
    };
    const auto namer = [this, alive = QPointer(&m_window.document())](const ItemId &id) {
        if (!alive)
            return id.text();
        const ItemPtr item = m_window.document().fleet().find(id);
        return id == ItemId::fleet() ? tr("the fleet") : item ? item->name : id.text();
    };
    list.setFixer(fixer, namer);
    m_window.inspector().setFixer(fixer);
    connect(&m_window.inspector(), &Inspector::fixAsked, this, &ProblemActions::mend);
    connect(&list, &ProblemsList::fixAsked, this, &ProblemActions::mend);
    connect(&list, &ProblemsList::fixAllAsked, this, &ProblemActions::mendAll);
}

void ProblemActions::sayWhatToRotate(const FleetChange &change)
{
    const QString path = m_window.document().path();
    QStringList hosts;
    for (const ItemId &id : change.removed) {
        if (id == ItemId::host(id.text().section(u'/', 1)))
            hosts.append(id.text().section(u'/', 1));
    }
    if (hosts.isEmpty() || path.isEmpty())
        return;
    const QString words = secrets::afterRemoval({m_window.document().fleet(), m_window.catalog(), QFileInfo(path).absolutePath(), {}}, hosts);
    if (!words.isEmpty())
        QTimer::singleShot(0, this, [this, words] { m_window.showStatus(tr("%1 (Edit > Secrets…)").arg(words)); }); // after what the step itself says
}

QStringList ProblemActions::ownKeys()
{
    constexpr qint64 longest = 16384; // of an RSA key of 64 Ki bits
    QStringList keys;
    const QDir folder(QDir::home().filePath(u".ssh"_s));
    for (const QString &name : folder.entryList({u"*.pub"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            keys += QString::fromUtf8(file.read(longest)).section(u'\n', 0, 0).trimmed();
    }
    return keys;
}

/// Keys may live in an agent only. The process outlives the window if it must, and ends by itself.
void ProblemActions::askAgent()
{
    if (!qEnvironmentVariableIsSet("SSH_AUTH_SOCK"))
        return;
    auto *agent = new QProcess;
    connect(agent, &QProcess::finished, agent, &QObject::deleteLater);
    connect(agent, &QProcess::errorOccurred, agent, [agent](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            agent->deleteLater();
    });
    connect(agent, &QProcess::finished, this, [this, agent] {
        for (const QString &line : QString::fromUtf8(agent->readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts)) {
            const auto same = [&](const QString &key) { return key.section(u' ', 0, 1) == line.section(u' ', 0, 1); };
            if (std::none_of(m_candidates.keys.begin(), m_candidates.keys.end(), same))
                m_candidates.keys += line.trimmed(); // fixes() leaves out what is no key
        }
        m_window.problems().forgetFixes();
    });
    agent->start(u"ssh-add"_s, {u"-L"_s}, QIODevice::ReadOnly);
}

void ProblemActions::follow(DeployPanel &panel)
{
    connect(&panel, &DeployPanel::imageSeen, this, &ProblemActions::rememberImage);
}

void ProblemActions::recallImages()
{
    const QVariantMap images = QSettings().value(imagesKey).toMap();
    for (auto it = images.begin(); it != images.end(); ++it) {
        if (!m_candidates.digests.contains(it.key()))
            m_candidates.digests.insert(it.key(), it.value().toString());
    }
}

/// What the hosts run by now; an older digest of the same image is of no use to anybody.
void ProblemActions::rememberImage(const QString &image, const QString &digest)
{
    if (m_candidates.digests.value(image) == digest)
        return;
    recallImages();
    m_candidates.digests.insert(image, digest);
    QVariantMap images;
    for (auto it = m_candidates.digests.cbegin(); it != m_candidates.digests.cend(); ++it)
        images.insert(it.key(), it.value());
    QSettings().setValue(imagesKey, images);
    m_window.problems().forgetFixes();
}

void ProblemActions::mend(const Fix &fix)
{
    if (!fix.file.isEmpty())
        return; // the Flake menu's part
    if (!fix.secret.isEmpty()) {
        auto *dialog = new SecretsDialog(m_window);
        dialog->open();
        return dialog->make(fix.secret);
    }
    if (!fix.isStep())
        return ask(fix);
    if (m_window.perform(fix.step))
        m_window.showStatus(tr("%1: done. Ctrl+Z brings it back.").arg(fix.text));
}

void ProblemActions::mendAll(const QString &code)
{
    const EditStep step = fixAll(m_window.document().fleet(), m_window.catalog(), m_window.derived().diagnostics(), code, m_candidates);
    if (step.edits.isEmpty())
        return m_window.showStatus(tr("None of them can be mended by a click."));
    if (!m_window.perform(step))
        return;
    m_window.showStatus(tr("%1: done. Ctrl+Z brings them back.").arg(step.text));
    m_window.offerUndo(step.text);
}

/// Puts the cursor where a person must type, and says what.
void ProblemActions::ask(const Fix &fix)
{
    if (fix.item.isEmpty()) {
        const QString path = m_window.document().path();
        m_window.showStatus(path.isEmpty() ? tr("Save the fleet, then change it in a text editor: %1").arg(fix.say)
                                           : tr("Change it in a text editor, then come back: %1").arg(fix.say));
        if (!path.isEmpty())
            QDesktopServices::openUrl(QUrl::fromLocalFile(path));
        return;
    }
    const bool isFleet = fix.item == ItemId::fleet(); // shown while nothing is selected
    m_window.selection().set(isFleet ? QSet<ItemId>() : QSet<ItemId>{fix.item}, fix.field);
    const QString field = fix.field.startsWith(u"settings.") ? fix.field.mid(9) : fix.field;
    m_window.inspector().focusField(field);
    if (auto *editor = m_window.inspector().findChild<FieldEditor *>(u"field:"_s + field))
        editor->takeFocus();
    m_window.showStatus(tr("%1: %2").arg(fix.text, fix.say));
}

} // namespace gui
