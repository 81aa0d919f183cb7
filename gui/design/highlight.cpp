// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/design/highlight.h"

#include <QTextDocument>

#ifdef SWITCHYARD_HAVE_KSYNTAXHIGHLIGHTING
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>
#endif

namespace gui {

#ifdef SWITCHYARD_HAVE_KSYNTAXHIGHLIGHTING

/// Reading all definitions takes milliseconds; all previews share one repository.
static KSyntaxHighlighting::Repository &repository()
{
    static KSyntaxHighlighting::Repository repository;
    return repository;
}

struct Highlight::Private
{
    explicit Private(QTextDocument *document) : highlighter(document) {}
    KSyntaxHighlighting::SyntaxHighlighter highlighter;
};

Highlight::Highlight(QTextDocument *document) : d(std::make_unique<Private>(document)) {}

void Highlight::setFile(const QString &path)
{
    const auto definition = repository().definitionForFileName(path);
    if (definition != d->highlighter.definition())
        d->highlighter.setDefinition(definition);
}

void Highlight::setDark(bool dark)
{
    using KSyntaxHighlighting::Repository;
    d->highlighter.setTheme(repository().defaultTheme(dark ? Repository::DarkTheme : Repository::LightTheme));
    d->highlighter.rehighlight();
}

bool Highlight::isAvailable()
{
    return true;
}

#else

struct Highlight::Private
{
};

Highlight::Highlight(QTextDocument *) {}
void Highlight::setFile(const QString &) {}
void Highlight::setDark(bool) {}

bool Highlight::isAvailable()
{
    return false;
}

#endif

Highlight::~Highlight() = default;

} // namespace gui
