// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/adopt/adoptdialog.h"

#include "gui/adopt/proposaltable.h"
#include "gui/hostkeydialog.h"
#include "gui/icons.h"
#include "gui/theme.h"
#include "gui/todo.h"
#include "model/safefile.h"
#include "model/validate.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;

enum Page { Asking, Waiting, Listing, Failed };

static QLabel *words(const QString &text = {})
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

AdoptDialog::AdoptDialog(const FleetDocument &document, const Dialing &dialing, const Theme &theme, const QString &host, QWidget *parent)
    : QDialog(parent), m_document(document), m_theme(theme), m_dialing(dialing), m_host(host), m_isNew(host.isEmpty()),
      m_reader(document.catalog()), m_pages(new QStackedWidget(this))
{
    setObjectName(u"adopt-dialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_isNew ? tr("Adopt a running host") : tr("Adopt %1 from the running host").arg(host));
    for (QWidget *page : {askPage(), waitPage(), listPage(), errorPage()})
        m_pages->addWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(m_pages, 1);
    addButtons();
    connect(&m_reader, &remote::HostReader::read, this, &AdoptDialog::showRead);
    connect(&m_reader, &remote::HostReader::failed, this, &AdoptDialog::showError);
    connect(&m_reader, &remote::HostReader::hostKeyAsked, this, &AdoptDialog::askHostKey);
    resize(640, 300); // a form and a moment's wait; the list makes itself room
    if (m_isNew)
        m_name->setFocus();
    else
        readAgain();
    refresh();
}

QWidget *AdoptDialog::askPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->addWidget(words(tr("Switchyard logs in by SSH, as ssh would, reads what the host is and runs, and changes nothing there. What it "
                               "found is then proposed, to be accepted one by one.")));
    auto *form = new QFormLayout;
    const auto line = [&](const QString &name, const QString &title, const QString &text, const QString &hint) {
        auto *edit = new QLineEdit(text);
        edit->setObjectName(name);
        edit->setPlaceholderText(hint);
        form->addRow(title, edit);
        connect(edit, &QLineEdit::textChanged, this, &AdoptDialog::refresh);
        return edit;
    };
    m_name = line(u"adopt-name"_s, tr("&Name in the fleet"), freshName(m_document.fleet(), m_document.catalog(), u"host"_s), tr("big-box"));
    m_address = line(u"adopt-address"_s, tr("&Address"), {}, tr("203.0.113.10, a DNS name, or an alias of ~/.ssh/config"));
    m_port = new QSpinBox;
    m_port->setObjectName(u"adopt-port"_s);
    m_port->setRange(1, 65535);
    m_port->setValue(22);
    m_port->setMaximumWidth(120);
    form->addRow(tr("&Port"), m_port);
    m_user = line(u"adopt-user"_s, tr("&User"), u"root"_s, tr("root, or one with sudo that asks no password"));
    m_jump = line(u"adopt-jump"_s, tr("&Jump host"), {}, tr("none; or a host of the fleet, or [user@]host[:port]"));
    m_askProblem = words();
    m_askProblem->setObjectName(u"adopt-problem"_s);
    layout->addLayout(form);
    layout->addWidget(m_askProblem);
    layout->addStretch(1);
    return page;
}

QWidget *AdoptDialog::waitPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    m_waitWords = words();
    m_waitWords->setObjectName(u"adopt-wait"_s);
    m_waitWords->setAlignment(Qt::AlignCenter);
    auto *bar = new QProgressBar;
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setAccessibleName(tr("Reading the host"));
    bar->setFixedSize(280, 10);
    layout->addStretch(1);
    layout->addWidget(m_waitWords);
    layout->addWidget(bar, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return page;
}

QWidget *AdoptDialog::listPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(10);
    m_listWords = words();
    m_listWords->setObjectName(u"adopt-words"_s);
    m_table = new ProposalTable(m_theme, page);
    m_notes = new QListWidget;
    m_notes->setObjectName(u"adopt-notes"_s);
    m_notes->setAccessibleName(tr("What no field of the fleet holds"));
    m_notes->setWordWrap(true);
    m_notes->setSelectionMode(QAbstractItemView::SingleSelection);
    m_notes->setMaximumHeight(150);
    m_notes->setResizeMode(QListView::Adjust);
    m_refusal = words();
    m_refusal->setObjectName(u"adopt-refusal"_s);
    m_refusal->hide();
    layout->addWidget(m_listWords);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notes);
    layout->addWidget(m_refusal);
    connect(m_table, &ProposalTable::tickedChanged, this, &AdoptDialog::refresh);
    return page;
}

QWidget *AdoptDialog::errorPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    auto *mark = new QLabel;
    mark->setPixmap(iconPixmap(u"error"_s, m_theme.bad, 32, devicePixelRatioF()));
    mark->setAlignment(Qt::AlignCenter);
    m_error = words();
    m_error->setObjectName(u"adopt-error"_s);
    m_error->setAlignment(Qt::AlignCenter);
    layout->addStretch(1);
    layout->addWidget(mark);
    layout->addWidget(m_error);
    layout->addStretch(2);
    return page;
}

void AdoptDialog::addButtons()
{
    auto *buttons = new QDialogButtonBox(this);
    const auto add = [&](const QString &name, const QString &text, QDialogButtonBox::ButtonRole role, auto does) {
        QPushButton *button = buttons->addButton(text, role);
        button->setObjectName(name);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, does);
        return button;
    };
    m_safe = add(u"adopt-safe"_s, tr("Only &safe ones"), QDialogButtonBox::ResetRole, [this] { m_table->tick(safeProposals(m_adoption)); });
    m_all = add(u"adopt-all"_s, tr("A&ll"), QDialogButtonBox::ResetRole, [this] { m_table->tick(m_table->tickable()); });
    m_none = add(u"adopt-none"_s, tr("N&one"), QDialogButtonBox::ResetRole, [this] { m_table->tick({}); });
    m_back = add(u"adopt-back"_s, tr("&Back"), QDialogButtonBox::ActionRole, [this] {
        m_pages->setCurrentIndex(Asking);
        m_address->setFocus();
        refresh();
    });
    m_again = add(u"adopt-again"_s, tr("&Read again"), QDialogButtonBox::ActionRole, [this] { readAgain(); });
    m_read = add(u"adopt-read"_s, tr("&Read the host"), QDialogButtonBox::ActionRole, [this] { readAgain(); });
    m_apply = add(u"adopt-apply"_s, tr("&Apply"), QDialogButtonBox::ActionRole, [this] { takeOver(); });
    m_close = add(u"adopt-close"_s, tr("Cancel"), QDialogButtonBox::RejectRole, [this] { reject(); });
    layout()->addWidget(buttons);
}

QString AdoptDialog::folder() const
{
    return m_document.path().isEmpty() ? QString() : QFileInfo(m_document.path()).absolutePath();
}

Result<QList<remote::SshTarget>> AdoptDialog::targets() const
{
    if (!m_isNew)
        return remote::waysIn(m_dialing.fleet(m_document.fleet()), m_host);
    return QList<remote::SshTarget>{{m_host, m_address->text().trimmed(), quint16(m_port->value()), m_user->text().trimmed(),
                                     remote::jumpOf(m_dialing.fleet(m_document.fleet()), m_jump->text().trimmed()), {}}};
}

AdoptAs AdoptDialog::asWhat(const remote::SshTarget &target) const
{
    QByteArray hardware;
    if (!folder().isEmpty()) {
        if (const auto captured = readBytes(folder() + u"/hosts/hardware/%1.nix"_s.arg(m_host)))
            hardware = captured->value_or(QByteArray());
    }
    return {m_host, target.address, target.user, target.port ? target.port : 22, hardware, m_isNew ? m_jump->text().trimmed() : QString()};
}

void AdoptDialog::readAgain()
{
    if (m_isNew)
        m_host = m_name->text().trimmed();
    m_adoption = {};
    const auto ways = targets();
    if (!ways)
        return showError(ways.error());
    m_as = asWhat(ways->constFirst());
    m_waitWords->setText(tr("Reading %1 at %2, port %3 …").arg(m_host, m_as.address).arg(m_as.port));
    m_pages->setCurrentIndex(Waiting);
    m_reader.start(*ways, m_dialing.ssh);
    m_close->setFocus();
    refresh();
}

void AdoptDialog::showRead(const RunningHost &running)
{
    m_adoption = propose(m_document.fleet(), m_document.catalog(), running, m_as);
    m_pages->setCurrentIndex(Listing);
    resize(size().expandedTo({1100, 620}));
    m_refusal->hide();
    const bool isEmpty = m_adoption.proposals.isEmpty();
    m_listWords->setText(isEmpty ? tr("Nothing to propose: the fleet says what the host says.")
                                 : tr("What %1 says of itself, compared with the fleet. Tick what the fleet shall take over; nothing changes before "
                                      "you apply it, and nothing changes on the host.").arg(m_host));
    m_table->setVisible(!isEmpty);
    m_table->show(m_adoption, !folder().isEmpty(), tr("Save the fleet first: the file lies beside it."));
    m_notes->clear();
    for (const bool warnings : {true, false}) {
        for (const AdoptionNote &note : std::as_const(m_adoption.notes)) {
            if (note.isWarning != warnings)
                continue;
            auto *item = new QListWidgetItem(icon(warnings ? u"warning"_s : u"note"_s, warnings ? m_theme.warning : m_theme.dim), sentence(note.text), m_notes);
            item->setData(Qt::AccessibleTextRole, warnings ? tr("Warning: %1").arg(note.text) : note.text);
        }
    }
    m_notes->setVisible(m_notes->count() > 0);
    m_notes->setMaximumHeight(isEmpty ? QWIDGETSIZE_MAX : 150);
    refresh();
    isEmpty ? m_close->setFocus() : m_table->setFocus();
}

void AdoptDialog::showError(const Error &error)
{
    m_error->setText(withToDo(error.message, error.hint, u"\n\n"_s));
    m_pages->setCurrentIndex(Failed);
    refresh();
    m_again->setFocus();
}

void AdoptDialog::refuse(const Error &error)
{
    m_refusal->setText(withToDo(error.message, error.hint));
    m_refusal->show();
}

void AdoptDialog::askHostKey(const remote::HostKeyQuestion &question)
{
    HostKeyDialog::ask(question, this, [this, question](bool accepted) {
        if (!accepted)
            return;
        m_dialing.ssh.acceptedFingerprints.append(question.fingerprint);
        readAgain();
    });
}

void AdoptDialog::takeOver()
{
    const QStringList ids = m_table->ticked();
    emit applyAsked(m_host, acceptedStep(m_adoption, ids), acceptedFiles(m_adoption, ids));
}

/// Why a new host cannot be asked for yet.
static QString problemOf(const FleetDocument &document, const QString &name, const QString &address, const QString &jump)
{
    const Fleet &fleet = document.fleet();
    if (!isName(name))
        return AdoptDialog::tr("The name becomes part of paths and units: use a-z, 0-9 and hyphens inside.");
    if (fleet.host(name))
        return AdoptDialog::tr("The fleet has a host %1 already: select it on the canvas to adopt it, or choose another name.").arg(name);
    if (address.trimmed().isEmpty())
        return AdoptDialog::tr("Give the address at which it can be reached.");
    const auto way = parseValue(*document.catalog().kind(u"host")->field(u"ssh.jump"), jump.trimmed());
    return way || jump.trimmed().isEmpty() ? QString() : AdoptDialog::tr("Jump host: %1.").arg(way.error().message);
}

void AdoptDialog::refresh()
{
    if (!m_close)
        return; // still being made
    const int page = m_pages->currentIndex();
    const QString problem = m_isNew ? problemOf(m_document, m_name->text().trimmed(), m_address->text(), m_jump->text()) : QString();
    m_askProblem->setText(problem);
    const qsizetype count = m_table->ticked().size();
    const bool hasList = page == Listing && !m_adoption.proposals.isEmpty();
    for (QPushButton *button : {m_safe, m_all, m_none, m_apply})
        button->setVisible(hasList);
    m_read->setVisible(page == Asking);
    m_read->setEnabled(problem.isEmpty());
    m_again->setVisible(page == Failed || page == Listing);
    m_back->setVisible(m_isNew && page == Failed);
    m_apply->setEnabled(count > 0);
    m_apply->setText(count == 1 ? tr("&Apply 1 change") : tr("&Apply %1 changes").arg(count));
    m_close->setText(page == Listing && !hasList ? tr("Close") : tr("Cancel"));
    m_apply->setDefault(hasList);
    m_read->setDefault(page == Asking);
    m_again->setDefault(page == Failed);
}

} // namespace gui
