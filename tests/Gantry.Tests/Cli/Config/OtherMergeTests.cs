using Gantry.Cli.ClientFiles;
using Gantry.Cli.Config.Merge;
using Xunit;

namespace Gantry.Tests.Cli.Config;

/// <summary>Variables, YAML and blocks of ours.</summary>
public sealed class OtherMergeTests
{
    private const string Model = "name: Gantry\nmodels:\n  - name: \"m\"\n    roles: [chat]\nmodel: \"x\"";

    [Theory]
    [InlineData("", "A=1\nB=2\n")]
    [InlineData("X=0", "X=0\nA=1\nB=2\n")]
    [InlineData("A=0\r\n# A=3\r\n", "A=1\r\n# A=3\r\nB=2\r\n")]
    [InlineData("export A = \"old one\" # why\nB='2'\nA=9\n", "export A = 1 # why\nB=2\nA=1\n")]
    [InlineData("T=\"a\nA=5\n\"\nA= # none\n", "T=\"a\nA=5\n\"\nA=1 # none\nB=2\n")]
    [InlineData("A=x#y z # c\n", "A=1 # c\nB=2\n")]
    public void Variables_are_set_where_they_stand(string before, string after) => Assert.Equal(after, FileMerge.Apply(FileFormat.DotEnv, before, "A=1\nB=2", []));

    [Theory]
    [InlineData("sk-a_b.c", "K=sk-a_b.c")]
    [InlineData("a b#c$d", "K='a b#c$d'")]
    public void Values_are_written_so_that_they_are_read(string value, string line) => Assert.Equal(line, DotEnvMerge.Line("K", value));

    [Theory]
    [InlineData("", "name: Gantry\nmodels:\n  - name: \"m\"\n    roles: [chat]\nmodel: \"x\"\n")]
    [InlineData("# mine\n", "# mine\nname: Gantry\nmodels:\n  - name: \"m\"\n    roles: [chat]\nmodel: \"x\"\n")]
    [InlineData("name: Own # kept\nmodel: y # why\n", "name: Own # kept\nmodel: \"x\" # why\nmodels:\n  - name: \"m\"\n    roles: [chat]\n")]
    [InlineData("name: Own\nmodel: 'x'\nmodels:\n- name: o # first\n  p: |\n    a\n    b\n\n# the end\n", "name: Own\nmodel: 'x'\nmodels:\n- name: o # first\n  p: |\n    a\n    b\n- name: \"m\"\n  roles: [chat]\n\n# the end\n")]
    [InlineData("name: Own\r\nmodel: x\r\nmodels:\r\n    - name: m\r\n      roles: [edit]\r\n    - name: o\r\n", "name: Own\r\nmodel: x\r\nmodels:\r\n    - name: \"m\"\r\n      roles: [chat]\r\n    - name: o\r\n")]
    [InlineData("name: Own\nmodel: x\nmodels: []\nz: 1\n", "name: Own\nmodel: x\nmodels:\n  - name: \"m\"\n    roles: [chat]\nz: 1\n")]
    [InlineData("name: Own\nmodel: x\nmodels:\nz: 1\n", "name: Own\nmodel: x\nmodels:\n  - name: \"m\"\n    roles: [chat]\nz: 1\n")]
    [InlineData("name: Own\nmodels:\n  - name: o # last\n", "name: Own\nmodels:\n  - name: o # last\n  - name: \"m\"\n    roles: [chat]\nmodel: \"x\"\n")]
    [InlineData("name: Own\nmodels: # none\n", "name: Own\nmodels:\n  - name: \"m\"\n    roles: [chat] # none\nmodel: \"x\"\n")]
    [InlineData("name: Own\nmodel: x\nmodels:\n  - name: o", "name: Own\nmodel: x\nmodels:\n  - name: o\n  - name: \"m\"\n    roles: [chat]")]
    public void Lists_get_an_item_more(string before, string after) => Assert.Equal(after, FileMerge.Apply(FileFormat.Yaml, before, Model, ["name"]));

    [Fact]
    public void Lists_below_other_names_get_theirs_too() => Assert.Equal(
        "version: 1.1\nendpoints:\n  agents: {}\n  custom:\n    - name: other\n    - name: Gantry\n      models:\n        fetch: true\n",
        FileMerge.Apply(FileFormat.Yaml, "version: 1.1\nendpoints:\n  agents: {}\n  custom:\n    - name: other\n", "version: 1.2\nendpoints:\n  custom:\n    - name: Gantry\n      models:\n        fetch: true", ["version"]));

    [Theory]
    [InlineData("a: 1\nb: [1\n", 3)]
    [InlineData("- 1\n", 1)]
    [InlineData("{name: x}\n", 1)]
    [InlineData("name: x\nmodels: [{name: o}]\n", 2)]
    [InlineData("name: x\n---\nname: y\n", 3)]
    public void Other_forms_are_refused_with_their_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<TextFaultException>(() => FileMerge.Apply(FileFormat.Yaml, text, Model, ["name"])).Line);

    [Theory]
    [InlineData("", "# > g\nx\n# < g\n")]
    [InlineData("alias a=b", "alias a=b\n# > g\nx\n# < g\n")]
    [InlineData("a\r\n# > g\r\nold\r\nolder\r\n# < g\r\nz\r\n", "a\r\n# > g\r\nx\r\n# < g\r\nz\r\n")]
    public void Block_of_ours_is_put_at_the_end_or_made_anew(string before, string after) => Assert.Equal(after, FileMerge.Apply(FileFormat.Block, before, "# > g\nx\n# < g", []));

    [Fact]
    public void Block_without_its_end_is_refused() => Assert.Equal(2, Assert.Throws<TextFaultException>(() => FileMerge.Apply(FileFormat.Block, "a\n# > g\nx\n", "# > g\nx\n# < g", [])).Line);
}
