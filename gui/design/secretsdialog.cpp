// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/secretsdialog.h"

#include "gui/derived.h"
#include "gui/design/secretedit.h"
#include "gui/fonts.h"
#include "gui/help/wrappedwords.h"
#include "gui/todo.h"
#include "gui/window.h"
#include "model/words.h"
#include "remote/byhand.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QThread>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gui {

using namespace model;
using secrets::Entry;
using secrets::State;

SecretsDialog::SecretsDialog(Window &window)
    : QDialog(&window), m_window(window), m_words(new QLabel(this)), m_table(new QTreeWidget(this)), m_details(new QLabel(this)), m_told(new QLabel(this)),
      m_byHand(new QPlainTextEdit(this)), m_value(new SecretEdit(this))
{
    setObjectName(u"secrets-dialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Secrets"));
    build();
    connect(m_table, &QTreeWidget::currentItemChanged, this, &SecretsDialog::refreshButtons);
    connect(m_value, &SecretEdit::changed, this, &SecretsDialog::refreshButtons);
    connect(&window.document(), &FleetDocument::changed, this, &SecretsDialog::refresh);
    resize(940, 560);
    refresh();
}

SecretsDialog::~SecretsDialog() = default;

void SecretsDialog::build()
{
    auto *layout = new QVBoxLayout(this);
    m_words->setWordWrap(true);
    m_table->setAccessibleName(windowTitle());
    m_table->setObjectName(u"secrets-table"_s);
    m_table->setHeaderLabels({tr("Secret"), tr("State"), tr("Used by"), tr("Who reads it")});
    m_table->setRootIsDecorated(false);
    m_table->setWordWrap(true);
    m_table->setItemDelegate(new WrappedWords(m_table));
    const QList<int> widths{270, 110, 260};
    for (int column = 0; column < widths.size(); ++column)
        m_table->setColumnWidth(column, widths.at(column));
    m_table->setAlternatingRowColors(true);
    m_details->setObjectName(u"secrets-details"_s);
    m_details->setWordWrap(true);
    m_details->setMinimumHeight(3 * fontMetrics().lineSpacing());
    m_details->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_told->setObjectName(u"secrets-told"_s);
    m_told->setWordWrap(true);
    m_byHand->setObjectName(u"secrets-by-hand"_s);
    m_byHand->setReadOnly(true);
    m_byHand->setAccessibleName(tr("What to put where"));
    m_byHand->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_byHand->setFont(fixedFont());
    layout->addWidget(m_words);
    layout->addWidget(m_table, 2);
    layout->addWidget(m_details);
    layout->addWidget(m_byHand, 1);
    layout->addWidget(m_told);
    layout->addWidget(buttons());
    auto *box = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_copy = box->addButton(tr("C&opy the commands"), QDialogButtonBox::ActionRole);
    m_copy->setObjectName(u"secrets-copy"_s);
    m_copy->setAutoDefault(false);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_byHand->toPlainText() + u'\n');
        tell(tr("The commands are on the clipboard."), false);
    });
    layout->addWidget(box);
}

QWidget *SecretsDialog::buttons()
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins({});
    const auto add = [&](const QString &name, const QString &text, const QString &tip, void (SecretsDialog::*does)()) {
        auto *button = new QPushButton(text, row);
        button->setObjectName(u"secrets-"_s + name);
        button->setToolTip(tip);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, does);
        return button;
    };
    m_make = add(u"make"_s, tr("&Make what is missing"), tr("Makes a fresh value for every secret that is not there and can be made here"), &SecretsDialog::makeMissing);
    m_reencrypt = add(u"reencrypt"_s, tr("Re-&encrypt"), tr("Encrypts anew what somebody cannot read yet, or can read and should not"), &SecretsDialog::reencrypt);
    m_rotate = add(u"rotate"_s, tr("&Rotate"), tr("Gives the selected secret a fresh value, which nobody knows who should not"), &SecretsDialog::rotate);
    m_set = add(u"set"_s, tr("&Set"), tr("Gives the selected secret the value that is typed or pasted beside this button"), &SecretsDialog::setValue);
    m_value->setObjectName(u"secrets-value"_s);
    for (QWidget *widget : {static_cast<QWidget *>(m_make), static_cast<QWidget *>(m_reencrypt), static_cast<QWidget *>(m_rotate)})
        layout->addWidget(widget);
    layout->addStretch(1);
    layout->addWidget(m_value, 2);
    layout->addWidget(m_set);
    return row;
}

secrets::Vault SecretsDialog::vault() const
{
    return {m_window.document().fleet(), m_window.catalog(), QFileInfo(m_window.document().path()).absolutePath(), secrets::Access::usual()};
}

const Entry *SecretsDialog::current() const
{
    const int row = m_table->indexOfTopLevelItem(m_table->currentItem());
    return row < 0 ? nullptr : &m_entries[row];
}

void SecretsDialog::refresh()
{
    const auto entries = vault().entries();
    m_entries = entries ? *entries : QList<Entry>();
    fillTable();
    showByHand();
    if (!entries)
        tell(withToDo(entries.error().message, entries.error().hint), true);
    else if (m_window.document().path().isEmpty() && vault().backend() != "manual"_L1)
        tell(tr("Save the fleet first: its secrets lie in a folder beside the fleet file."), true);
    refreshButtons();
}

static QString stateText(State state)
{
    switch (state) {
    case State::Ready: return SecretsDialog::tr("✓ ready");
    case State::Optional: return SecretsDialog::tr("optional");
    case State::Missing: return SecretsDialog::tr("✗ missing");
    case State::Reencrypt: return SecretsDialog::tr("✗ re-encrypt");
    case State::Rotate: return SecretsDialog::tr("✗ rotate");
    case State::Broken: return SecretsDialog::tr("✗ broken");
    case State::ByHand: return SecretsDialog::tr("by hand");
    }
    Q_UNREACHABLE();
}

/// As on the canvas; what has no name of its own, with its host.
QString SecretsDialog::nameOf(const ItemId &item) const
{
    const Placed *placed = m_window.derived().topology().find(item);
    const Kind *kind = placed ? m_window.catalog().kind(placed->kind) : nullptr;
    if (!kind)
        return item.text();
    return placed->name == kind->name ? tr("%1 on %2").arg(ofCatalog(kind->title), placed->host) : placed->name;
}

void SecretsDialog::fillTable()
{
    const int row = qMax(0, m_table->indexOfTopLevelItem(m_table->currentItem()));
    m_table->clear();
    for (const Entry &entry : std::as_const(m_entries)) {
        QStringList users;
        for (const ItemId &user : entry.secret.users)
            users.append(nameOf(user));
        auto *item = new QTreeWidgetItem(m_table, {entry.secret.id(), stateText(entry.state), users.join(u", "_s), entry.readers.join(u", "_s)});
        item->setToolTip(0, entry.secret.spec.help);
        item->setToolTip(2, users.join(u'\n'));
        item->setToolTip(3, entry.readers.join(u'\n'));
        if (!entry.sentence().isEmpty())
            item->setForeground(1, m_window.theme().warning);
    }
    m_table->setCurrentItem(m_table->topLevelItem(qMin(row, m_table->topLevelItemCount() - 1)));
}

void SecretsDialog::showByHand()
{
    const bool isByHand = vault().backend() == "manual"_L1;
    m_words->setText(isByHand ? tr("The secrets of this fleet are put on its hosts by hand. These commands, in a terminal on this machine, make fresh "
                                   "values and put them there without showing them; where a value comes from elsewhere, they ask for it first.")
                              : tr("Each secret is encrypted on this machine, for the hosts that need it and for the operators of the fleet. "
                                   "What lies in the folder secrets/ may go into git; values are never shown."));
    m_table->setVisible(!isByHand);
    m_details->setVisible(!isByHand);
    m_byHand->setVisible(isByHand);
    m_copy->setVisible(isByHand);
    m_value->setVisible(!isByHand);
    for (QPushButton *button : {m_make, m_set, m_reencrypt, m_rotate})
        button->setVisible(!isByHand);
    m_make->parentWidget()->setVisible(!isByHand); // no gap where they stood
    m_told->setVisible(!isByHand || !m_told->text().isEmpty());
    if (!isByHand)
        return;
    QString text;
    for (const remote::Placement &file : remote::placements(m_window.document().fleet(), m_window.catalog())) {
        text += u"# %1: %2 (%3, %4) — %5\n"_s.arg(file.host, file.path, file.owner, file.mode, file.help);
        text += remote::placingCommands(file, m_window.document().fleet()).join(u'\n') + u"\n\n"_s;
    }
    m_byHand->setPlainText(text.trimmed());
}

void SecretsDialog::refreshButtons()
{
    const Entry *entry = current();
    const auto any = [this](auto fits) { return std::any_of(m_entries.begin(), m_entries.end(), fits); };
    const auto canMake = [](const Entry &e) { return (e.state == State::Missing || e.state == State::Optional) && !e.secret.spec.form.isEmpty(); };
    const bool ready = !m_isBusy && !m_window.document().path().isEmpty();
    m_make->setEnabled(ready && any(canMake));
    m_reencrypt->setEnabled(ready && any([](const Entry &e) { return e.state == State::Reencrypt; }));
    m_rotate->setEnabled(ready && entry && !entry->secret.spec.form.isEmpty() && !canMake(*entry));
    m_set->setEnabled(ready && entry && !m_value->isEmpty());
    m_value->setEnabled(ready && entry);
    if (!entry)
        return m_details->setText(tr("Nothing in this fleet needs a secret."));
    const QString todo = entry->sentence();
    m_details->setText(entry->secret.spec.help + (entry->secret.file.isEmpty() ? QString() : u"\n"_s + entry->secret.file)
                       + (todo.isEmpty() ? QString() : u'\n' + todo.left(1).toUpper() + todo.mid(1) + u'.'));
}

SecretsDialog::Done SecretsDialog::made(secrets::Vault vault, const QList<Secret> &secrets)
{
    Done done;
    QStringList names;
    for (const Secret &secret : secrets) {
        const auto made = vault.make(secret);
        if (!made) {
            done.error = made.error();
            break;
        }
        names.append(secret.id());
        if (!made->isEmpty() && !secret.spec.publicField.isEmpty())
            done.publicParts.append({secret, *made});
    }
    done.told = tr("New values: %1").arg(names.join(u", "_s));
    return done;
}

void SecretsDialog::makeMissing()
{
    QList<Secret> missing;
    for (const Entry &entry : std::as_const(m_entries)) {
        if ((entry.state == State::Missing || entry.state == State::Optional) && !entry.secret.spec.form.isEmpty())
            missing.append(entry.secret);
    }
    start([missing](const secrets::Vault &vault) { return made(vault, missing); });
}

void SecretsDialog::make(const QString &id)
{
    const auto wanted = std::find_if(m_entries.cbegin(), m_entries.cend(), [&](const Entry &entry) { return entry.secret.id() == id; });
    if (wanted == m_entries.cend() || m_window.document().path().isEmpty())
        return; // why not is told already
    m_table->setCurrentItem(m_table->topLevelItem(int(wanted - m_entries.cbegin())));
    if (wanted->state != State::ByHand)
        return start([secret = wanted->secret](const secrets::Vault &vault) { return made(vault, {secret}); });
    m_byHand->moveCursor(QTextCursor::Start);
    m_byHand->find(u"# %1: "_s.arg(wanted->secret.host));
    tell(tr("Run the commands for %1, then write the public half into the field.").arg(id), false);
}

void SecretsDialog::rotate()
{
    if (const Entry *entry = current())
        start([secret = entry->secret](const secrets::Vault &vault) { return made(vault, {secret}); });
}

void SecretsDialog::setValue()
{
    const Entry *entry = current();
    if (!entry || m_value->isEmpty())
        return;
    const auto value = std::make_shared<const secrets::Plaintext>(m_value->take());
    start([secret = entry->secret, value](secrets::Vault vault) {
        const auto part = vault.put(secret, *value);
        Done done{tr("New value: %1").arg(secret.id()), part ? std::nullopt : std::optional(part.error()), {}};
        if (part && !part->isEmpty())
            done.publicParts.append({secret, *part});
        return done;
    });
}

void SecretsDialog::reencrypt()
{
    QStringList files;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.state == State::Reencrypt && !files.contains(entry.secret.file))
            files.append(entry.secret.file);
    }
    start([files](secrets::Vault vault) {
        for (const QString &file : files) {
            if (const auto done = vault.reencrypt(file); !done)
                return Done{{}, done.error(), {}};
        }
        return Done{tr("Encrypted anew: %1").arg(files.join(u", "_s)), {}, {}};
    });
}

void SecretsDialog::start(const Work &work)
{
    m_isBusy = true;
    refreshButtons();
    tell(tr("Working…"), false);
    const auto done = std::make_shared<Done>();
    QThread *thread = QThread::create([work, done, vault = vault()] { *done = work(vault); });
    connect(thread, &QThread::finished, this, [this, done] { finished(*done); });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

void SecretsDialog::finished(const Done &done)
{
    m_isBusy = false;
    EditStep step{tr("Public keys of new secrets"), {}};
    for (const auto &[secret, part] : done.publicParts)
        step.edits.append(SetField{ItemId::host(secret.host), secret.spec.publicField, part});
    if (!step.edits.isEmpty())
        m_window.perform(step);
    refresh();
    if (done.error)
        tell(withToDo(done.error->message, done.error->hint), true);
    else
        tell(done.told, false);
}

void SecretsDialog::tell(const QString &words, bool isError)
{
    QPalette colors = palette();
    if (isError)
        colors.setColor(QPalette::WindowText, m_window.theme().bad);
    m_told->setPalette(colors);
    m_told->setText(words);
    m_told->setVisible(!words.isEmpty() || m_table->isVisibleTo(this)); // its room is kept, so that nothing moves when it speaks
}

} // namespace gui
