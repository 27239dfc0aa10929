using Gantry.Cli.ClientFiles;
using Gantry.Cli.Config.Merge;
using Xunit;

namespace Gantry.Tests.Cli.Config;

/// <summary>Every way in which the tables of a TOML file can be written.</summary>
public sealed class TomlMergeTests
{
    private const string Wanted = "model = \"m\"\n\n[p.g]\nname = \"G\"\nurl = \"u\"";

    [Theory]
    [InlineData("", "model = \"m\"\n\n[p.g]\nname = \"G\"\nurl = \"u\"\n")]
    [InlineData("# only a word\n", "model = \"m\"\n\n# only a word\n\n[p.g]\nname = \"G\"\nurl = \"u\"\n")]
    [InlineData("a = 1", "a = 1\nmodel = \"m\"\n\n[p.g]\nname = \"G\"\nurl = \"u\"\n")]
    [InlineData("a = 1\r\n[t]\r\nmodel = 'no'\r\n", "a = 1\r\nmodel = \"m\"\r\n[t]\r\nmodel = 'no'\r\n\r\n[p.g]\r\nname = \"G\"\r\nurl = \"u\"\r\n")]
    [InlineData("[t]\nx = 1\n", "model = \"m\"\n\n[t]\nx = 1\n\n[p.g]\nname = \"G\"\nurl = \"u\"\n")]
    [InlineData("model = 'old' # mine\n\n[p.g]\n  name = 'old'\n\n[z]\n", "model = \"m\" # mine\n\n[p.g]\n  name = \"G\"\n  url = \"u\"\n\n[z]\n")]
    [InlineData("\"model\" = 1\n[ p . \"g\" ]\n", "\"model\" = \"m\"\n[ p . \"g\" ]\nname = \"G\"\nurl = \"u\"\n")]
    [InlineData("model = \"m\"\np = { o = { name = \"x\" } }\n", "model = \"m\"\np = { o = { name = \"x\" }, g = { name = \"G\", url = \"u\" } }\n")]
    [InlineData("model = \"m\"\np = {}\n", "model = \"m\"\np = { g = { name = \"G\", url = \"u\" } }\n")]
    [InlineData("model = \"m\"\np.g = { name = \"x\" }\n", "model = \"m\"\np.g = { name = \"G\", url = \"u\" }\n")]
    [InlineData("model = \"m\"\np = { g.name = \"x\" }\n", "model = \"m\"\np = { g.name = \"G\", g.url = \"u\" }\n")]
    [InlineData("model = \"m\"\np.g.name = \"x\"\na = [\n  1, # one\n  2\n]\n", "model = \"m\"\np.g.name = \"G\"\np.g.url = \"u\"\na = [\n  1, # one\n  2\n]\n")]
    [InlineData("model = \"m\"\n[p]\ng.name = \"x\"\no = 1\n", "model = \"m\"\n[p]\ng.name = \"G\"\ng.url = \"u\"\no = 1\n")]
    [InlineData("model = \"m\"\n[p.g.headers]\nx = '1'\n", "model = \"m\"\n[p.g.headers]\nx = '1'\n\n[p.g]\nname = \"G\"\nurl = \"u\"\n")]
    [InlineData("s = '''\nmodel = 1\n[p.g]\n'''\n[[l]]\nmodel = 2\n", "s = '''\nmodel = 1\n[p.g]\n'''\nmodel = \"m\"\n[[l]]\nmodel = 2\n\n[p.g]\nname = \"G\"\nurl = \"u\"\n")]
    [InlineData("d = 1979-05-27 07:32:00Z\nf = -1e3\nq = \"\"\"a\"\"\"\"\"\n", "d = 1979-05-27 07:32:00Z\nf = -1e3\nq = \"\"\"a\"\"\"\"\"\nmodel = \"m\"\n\n[p.g]\nname = \"G\"\nurl = \"u\"\n")]
    public void Keys_are_put_where_their_tables_are(string before, string after) => Assert.Equal(after, FileMerge.Apply(FileFormat.Toml, before, Wanted, []));

    [Theory]
    [InlineData("a = 1\nb\n", 2, 2)]
    [InlineData("a = \n", 1, 5)]
    [InlineData("a = yes\n", 1, 5)]
    [InlineData("a = 1 2\n", 1, 7)]
    [InlineData("a = \"x\n", 1, 5)]
    [InlineData("a = [1\n", 2, 1)]
    [InlineData("[t\n", 1, 3)]
    [InlineData("a = 1\na = 2\n", 2, 1)]
    [InlineData("[t]\n[t]\n", 2, 1)]
    [InlineData("p = 1\n", 1, 1)]
    [InlineData("[[p]]\nx = 1\n", 1, 6)]
    public void Broken_text_is_refused_with_its_place(string text, int line, int column)
    {
        var fault = Assert.Throws<TextFaultException>(() => FileMerge.Apply(FileFormat.Toml, text, Wanted, []));
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }
}
