// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/deploy/deploypanel.h"

#include "gui/counted.h"
#include "gui/deploy/planwords.h"
#include "gui/deploy/stepgrid.h"
#include "gui/derived.h"
#include "gui/fonts.h"
#include "gui/hostkeydialog.h"
#include "gui/icons.h"
#include "gui/theme.h"
#include "gui/todo.h"
#include "model/document.h"
#include "remote/deploylog.h"
#include "remote/secrets/readiness.h"

#include <QDateTime>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;
using namespace remote;

struct DeployPanel::Private
{
    Private(const FleetDocument &fleetDocument, const Derived &derivedState, const Dialing &how)
        : document(fleetDocument), derived(derivedState), dialing(how) {}

    const FleetDocument &document;
    const Derived &derived;
    const Dialing &dialing;
    const Theme *theme = &Theme::darkTheme();
    std::unique_ptr<DeployRun> run;
    DeployPlan plan;
    QList<StepRow> rows;
    QHash<QString, QStringList> logs;
    QString current;
    QLabel *summary = nullptr;
    QSpinBox *confirmWithin = nullptr;
    QPushButton *deploy = nullptr, *cancel = nullptr, *showProblem = nullptr;
    Diagnostics problems; ///< errors only
    StepGrid *grid = nullptr;
    QPlainTextEdit *log = nullptr;

    StepRow *row(const QString &host)
    {
        for (StepRow &r : rows) {
            if (r.host == host)
                return &r;
        }
        return nullptr;
    }
};

static QSpinBox *secondsBox(QWidget *parent)
{
    auto *box = new QSpinBox(parent);
    box->setObjectName(u"deploy-confirm-within"_s);
    box->setAccessibleName(DeployPanel::tr("Seconds within which a host must be confirmed"));
    box->setToolTip(DeployPanel::tr("A tested host that cannot be reached over a new connection within this time goes back by itself."));
    box->setRange(5, 3600);
    box->setValue(60);
    box->setPrefix(DeployPanel::tr("Confirm within "));
    box->setSuffix(DeployPanel::tr(" s"));
    return box;
}

DeployPanel::DeployPanel(const FleetDocument &document, const Derived &derived, const Dialing &dialing, QWidget *parent)
    : QWidget(parent), d(std::make_unique<Private>(document, derived, dialing))
{
    setObjectName(u"deploy"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    auto *head = new QHBoxLayout;
    d->summary = new QLabel(this);
    d->summary->setObjectName(u"deploy-summary"_s);
    d->summary->setWordWrap(true);
    d->confirmWithin = secondsBox(this);
    d->deploy = new QPushButton(tr("Deploy…"), this);
    d->deploy->setObjectName(u"deploy-start"_s);
    d->deploy->setDefault(true); // what one comes here for
    d->cancel = new QPushButton(tr("Cancel"), this);
    d->cancel->setObjectName(u"deploy-cancel"_s);
    d->cancel->setEnabled(false);
    d->showProblem = new QPushButton(tr("&Show the first problem"), this);
    d->showProblem->setObjectName(u"deploy-show-problem"_s);
    d->showProblem->hide();
    head->addWidget(d->summary, 1);
    head->addWidget(d->showProblem);
    head->addWidget(d->confirmWithin);
    head->addWidget(d->deploy);
    head->addWidget(d->cancel);
    layout->addLayout(head);

    auto *splitter = new QSplitter(Qt::Horizontal, this);
    auto *scroll = new QScrollArea(splitter);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    d->grid = new StepGrid(scroll);
    scroll->setWidget(d->grid);
    d->log = new QPlainTextEdit(splitter);
    d->log->setObjectName(u"deploy-log"_s);
    d->log->setAccessibleName(tr("Log of the selected host"));
    d->log->setReadOnly(true);
    d->log->setFont(fixedFont());
    d->log->setMaximumBlockCount(20000);
    d->log->setPlaceholderText(tr("The log of the selected host appears here."));
    splitter->addWidget(scroll);
    splitter->addWidget(d->log);
    splitter->setSizes({900, 500});
    layout->addWidget(splitter, 1);

    connect(d->deploy, &QPushButton::clicked, this, [this] { start(false); });
    connect(d->showProblem, &QPushButton::clicked, this, [this] {
        if (!d->problems.isEmpty())
            emit problemPicked(ItemId(d->problems.constFirst().item)); // a copy: elsewhere the plan is made anew
    });
    connect(d->cancel, &QPushButton::clicked, this, [this] {
        if (d->run)
            d->run->cancel();
    });
    connect(d->grid, &StepGrid::picked, this, [this](const QString &host) {
        showLog(host);
        emit hostPicked(ItemId::host(host));
    });
}

DeployPanel::~DeployPanel() = default;

void DeployPanel::setTheme(const Theme &theme)
{
    d->theme = &theme;
    d->grid->setTheme(theme);
    d->deploy->setIcon(icon(u"deploy"_s, theme.text));
    d->showProblem->setIcon(icon(u"error"_s, theme.bad));
    d->cancel->setIcon(icon(u"stop"_s, theme.text));
}

bool DeployPanel::isRunning() const
{
    return d->run && d->run->isRunning();
}

Phase DeployPanel::phase(const QString &host) const
{
    const StepRow *row = d->row(host);
    return row ? row->phase : Phase::Draft;
}

void DeployPanel::refreshPlan()
{
    if (isRunning())
        return;
    const QString folder = d->document.path().isEmpty() ? QString() : QFileInfo(d->document.path()).absolutePath();
    Result<DeployPlan> made = plan(d->dialing.fleet(d->document.fleet()), d->document.catalog(), d->derived.tree(), folder);
    if (made && !folder.isEmpty()) {
        if (const auto ready = secrets::canBeRead({d->document.fleet(), d->document.catalog(), folder, {}}, {}); !ready)
            made = tl::make_unexpected(ready.error());
    }
    d->problems = validate(d->document.fleet(), d->document.catalog(), d->derived.topology(), Purpose::Deploy);
    d->problems.removeIf([](const Diagnostic &problem) { return problem.severity != Severity::Error; });
    const qsizetype errors = d->problems.size();
    d->showProblem->setVisible(made && errors > 0 && !made->hosts.isEmpty()); // without hosts the words say it all
    d->deploy->setEnabled(made && errors == 0 && !made->hosts.isEmpty());
    if (!made) {
        d->summary->setText(withToDo(made.error().message, made.error().hint));
        d->rows.clear();
    } else {
        d->plan = *made;
        d->summary->setText(d->derived.topology().hosts.isEmpty() ? tr("There are no hosts to deploy to yet. Add one in Design (F5), with Ctrl+Shift+H.")
                            : errors ? counted(errors, tr("%1 problem stops a deploy. The canvas marks it; mend it in Design (F5)."), tr("%1 problems stop a deploy. The canvas marks them; mend them in Design (F5)."))
                                   : tr("Deploys in this order. Each host is tested first and rolls back by itself unless it is confirmed."));
        const Marks stops = marksOf(d->problems);
        QList<StepRow> rows;
        for (const HostPlan &host : made->hosts) {
            const StepRow *old = d->row(host.host);
            StepRow row = old ? *old : StepRow{};
            row.host = host.host;
            if (row.phase == Phase::Draft || (row.phase == Phase::Live && !host.changedFiles.isEmpty())) {
                row = StepRow{};
                row.host = host.host;
                if (d->logs.remove(host.host) > 0 && d->current == host.host)
                    showLog(host.host); // of a deploy that is past
                row.words = planWords(host);
                row.tip = planTip(host);
                sayWhatStops(row, stops, d->derived.topology());
            }
            rows.append(row);
        }
        d->rows = rows;
    }
    d->grid->show(d->rows);
    if (made && !d->row(d->current)) // none yet, or of a fleet that was shown before
        showLog(d->rows.isEmpty() ? QString() : d->rows.constFirst().host);
    emit marksChanged();
}

void DeployPanel::start(bool confirmed)
{
    refreshPlan();
    if (isRunning() || !d->deploy->isEnabled())
        return;
    QStringList hosts;
    for (const HostPlan &host : std::as_const(d->plan.hosts))
        hosts.append(host.host);
    if (!confirmed) {
        QMessageBox box(QMessageBox::Question, tr("Deploy"), hosts.size() == 1 ? tr("Deploy to this host?") : tr("Deploy to these %1 hosts?").arg(hosts.size()), QMessageBox::Cancel, this);
        box.setInformativeText(hosts.join(u'\n') + withoutEdits(d->plan) + u"\n\n"_s
                               + tr("A host that cannot be reached again within %1 s goes back to the generation that runs now. "
                                    "What a rollback cannot undo: migrated data, deleted state, rotated secrets.")
                                     .arg(d->confirmWithin->value()));
        QPushButton *go = box.addButton(tr("Deploy"), QMessageBox::AcceptRole);
        box.setDefaultButton(QMessageBox::Cancel);
        box.exec();
        if (box.clickedButton() != go)
            return;
    }
    for (StepRow &row : d->rows)
        row = StepRow{row.host, row.tier, Phase::Draft, {}, {}, {}, {}, false};
    d->logs.clear();
    d->log->clear();
    DeployOptions options;
    options.ssh = d->dialing.ssh;
    options.confirmSeconds = d->confirmWithin->value();
    d->run = std::make_unique<DeployRun>(d->plan, options);
    connect(d->run.get(), &DeployRun::event, this, &DeployPanel::take);
    connect(d->run.get(), &DeployRun::hostKeyAsked, this, [this](const HostKeyQuestion &question) {
        HostKeyDialog::ask(question, this, [this, question](bool accept) {
            if (d->run)
                d->run->answer(question, accept);
        });
    });
    connect(d->run.get(), &DeployRun::finished, this, &DeployPanel::finish);
    d->deploy->setEnabled(false);
    d->confirmWithin->setEnabled(false);
    d->cancel->setEnabled(true);
    d->summary->setText(tr("Deploying %1…").arg(hosts.join(u", "_s)));
    d->grid->show(d->rows);
    d->run->start();
}

void DeployPanel::take(const DeployEvent &event)
{
    StepRow *row = d->row(event.host);
    if (!row)
        return;
    switch (event.kind) {
    case DeployEvent::Kind::Step:
        row->states[event.step] = event.state;
        row->progress.remove(event.step);
        row->words = event.text;
        break;
    case DeployEvent::Kind::Progress:
        row->progress[event.step] = event.progress;
        if (!event.text.isEmpty())
            row->words = event.text;
        break;
    case DeployEvent::Kind::Phase:
        row->phase = event.phase;
        if (!event.text.isEmpty())
            row->words = event.text;
        emit marksChanged();
        break;
    case DeployEvent::Kind::Log: break;
    }
    if (event.kind == DeployEvent::Kind::Log || !event.text.isEmpty())
        appendLog(event);
    d->grid->show(d->rows);
}

void DeployPanel::appendLog(const DeployEvent &event)
{
    const QString line = QDateTime::fromMSecsSinceEpoch(event.t).toString(u"HH:mm:ss"_s) + u"  "_s + event.text;
    if (const auto seen = seenImage(event.text); seen && event.step == Step::Images)
        emit imageSeen(seen->name, seen->digest);
    QStringList &log = d->logs[event.host];
    log.append(line);
    if (log.size() > 20000)
        log.remove(0, log.size() - 20000);
    if (event.host == d->current)
        d->log->appendPlainText(line);
}

void DeployPanel::showLog(const QString &host)
{
    d->current = host;
    d->grid->setCurrent(host);
    d->log->setPlainText(d->logs.value(host).join(u'\n'));
    d->log->moveCursor(QTextCursor::End);
}

void DeployPanel::finish()
{
    d->cancel->setEnabled(false);
    d->confirmWithin->setEnabled(true);
    d->deploy->setEnabled(true);
    QStringList bad;
    for (const StepRow &row : std::as_const(d->rows)) {
        if (row.phase != Phase::Live)
            bad.append(tr("%1 %2").arg(row.host, phaseTitle(row.phase)));
    }
    d->summary->setText(bad.isEmpty() ? tr("Every host is live.") : bad.join(u", "_s));
    emit statusAsked(d->summary->text());
    emit marksChanged();
    emit finished(bad.isEmpty());
}

Marks DeployPanel::marks() const
{
    Marks marks;
    for (const StepRow &row : std::as_const(d->rows)) {
        const QString words = row.phase == Phase::Failed || row.phase == Phase::RolledBack || row.phase == Phase::Refused
            ? phaseTitle(row.phase) + (row.words.isEmpty() ? QString() : u": "_s + row.words) : phaseTitle(row.phase);
        marks.insert(ItemId::host(row.host), {shapeOf(row.phase), words, phaseTitle(row.phase)});
    }
    const Marks stops = isRunning() ? Marks() : marksOf(d->problems);
    for (auto it = stops.begin(); it != stops.end(); ++it) {
        if (Mark &mark = marks[it.key()]; mark.shape == MarkShape::None)
            mark = *it;
    }
    return marks;
}

const Diagnostics &DeployPanel::problems() const
{
    return d->problems;
}

} // namespace gui
