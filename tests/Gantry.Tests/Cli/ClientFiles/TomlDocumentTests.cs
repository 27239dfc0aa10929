using Gantry.Cli.ClientFiles;
using Xunit;

namespace Gantry.Tests.Cli.ClientFiles;

/// <summary>What is read of TOML, however its tables and strings are written.</summary>
public sealed class TomlDocumentTests
{
    [Theory]
    [InlineData("[p.g]\nurl = \"u\"")]
    [InlineData("[p]\ng.url = 'u'")]
    [InlineData("p.g.url = \"\"\"u\"\"\"")]
    [InlineData("p = { g = { url = '''u''' } }")]
    [InlineData("p.g = { url = \"\\u0075\" }")]
    [InlineData("[ \"p\" . 'g' ]\n\"url\" = \"\"\"\nu\\\n   \"\"\"")]
    public void Key_and_table_are_found_however_they_are_written(string text)
    {
        var document = new TomlParser(text).Parse();

        Assert.Equal("u", document.Text(document.Find("p", "g", "url")!.Value));
        Assert.Contains(document.Tables(), table => TomlPaths.Same(table.Path, ["p", "g"]));
        Assert.DoesNotContain(document.Tables(), table => table.Path.Length > 2);
        Assert.Null(document.Find("p", "url"));
    }

    [Theory]
    [InlineData("a = 5 # five", "5")]
    [InlineData("a = [ 1, 2 ]", "[ 1, 2 ]")]
    [InlineData("a = \"x # \\t\\\"y\\\"\" # z", "x # \t\"y\"")]
    [InlineData("a = 'C:\\Users'", "C:\\Users")]
    [InlineData("a = '''\r\nb\r\nc'''", "b\r\nc")]
    [InlineData("a = \"\"\"\"\"\"", "")]
    public void Value_is_what_it_says(string text, string value)
    {
        var document = new TomlParser(text).Parse();
        Assert.Equal(value, document.Text(document.Find("a")!.Value));
    }

    [Fact]
    public void Array_of_tables_is_no_table()
    {
        var document = new TomlParser("[[p]]\ng = 1\n[p.h]\ni = 2").Parse();
        Assert.Null(document.Find("p", "g"));
        Assert.Empty(document.Tables());
    }

    [Theory]
    [InlineData("a = 1\nb = \"C:\\Users\"", 2)]
    [InlineData("a = [\n  'C:\\Users',\n  \"C:\\Users\",\n]", 3)]
    [InlineData("a = { b = \"\\q\" }", 1)]
    [InlineData("a = \"\"\"\n\\x\"\"\"", 1)]
    public void Wrong_escape_has_its_line(string text, int line)
    {
        var document = new TomlParser(text).Parse();
        Assert.Equal(line, Assert.Throws<TextFaultException>(document.CheckStrings).Line);
    }
}
