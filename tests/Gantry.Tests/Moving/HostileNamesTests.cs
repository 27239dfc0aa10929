using Gantry.Catalog.Declared;
using Gantry.Moving;
using Gantry.Moving.NewApi;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Moving;

/// <summary>Whoever could name a token there cannot write our file.</summary>
public sealed class HostileNamesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("12")]
    [InlineData("- a")]
    [InlineData("a: b # c")]
    [InlineData("x\"}], role: owner, y: [\"")]
    [InlineData("back\\slash 'and' quote")]
    [InlineData("${HOME} and $${HOME}")]
    [InlineData("\u00e4\u4e2d\U0001F600\u2028\u0085end")]
    [InlineData("os.environ/HOME")]
    public void Text_reads_back_as_it_was(string text)
    {
        var declared = CatalogFile.Parse($"groups:\n  - {{name: g, description: {YamlText.Literal(text)}, virtual_models: {{{YamlText.Key(text)}: [m]}}}}", "f", _ => "read from the environment");
        Assert.Empty(declared.Problems.Where(p => !p.Message.Contains("control character", StringComparison.Ordinal)));
        Assert.Equal(text, Assert.Single(declared.Groups).Description);
        Assert.Equal(text, Assert.Single(declared.Groups[0].VirtualModels).Name);
    }

    [Fact]
    public async Task Names_of_a_database_stay_names()
    {
        var path = _folder.File("hub.db");
        HubFixtures.NewApi(path);
        HubFixtures.Make(
            path,
            "UPDATE users SET username = 'bob\"' || char(10) || '    role: owner' WHERE id = 3",
            "UPDATE tokens SET name = 'k\", groups: [default], x: \"' || char(10) || '  - email: eve@example.com' WHERE id = 5",
            "UPDATE tokens SET name = char(10) WHERE id = 1",
            "UPDATE channels SET name = '${HOME}: [' WHERE id = 1",
            "UPDATE users SET email = 'bobrole.owner@users.invalid' WHERE id = 2");
        var moved = await HubMove.ReadAsync(path, HubDialect.NewApi, "users.invalid", new FakeTime(), TestContext.Current.CancellationToken);
        var declared = CatalogFile.Parse(moved.File, "f", moved.Secrets.Rehearse);
        Assert.Empty(declared.Problems);
        Assert.Equal(["root@example.com", "bobrole.owner@users.invalid", "bobroleowner@users.invalid", "erin@users.invalid"], declared.Accounts.Select(a => a.Email));
        Assert.Equal(["k\", groups: [default], x: \"  - email: eve@example.com"], declared.Accounts[2].Keys.Select(k => k.Row.Name));
        Assert.Equal(["key-1"], declared.Accounts[0].Keys.Select(k => k.Row.Name));
        Assert.Equal("${HOME}: [", declared.Upstreams[0].Row.Name);
    }

    [Fact]
    public void Secret_file_is_for_shells()
    {
        var secrets = new SecretBook();
        Assert.Equal("${A_B_KEY}", secrets.Keep("a b:key", "plain-Secret_1"));
        Assert.Equal("${A_B_KEY_2}", secrets.Keep("a b:key", "it's {\"json\": \"$x\"}"));
        Assert.Equal("${A_B_KEY}", secrets.Keep("other", "plain-Secret_1"));
        Assert.Equal("${KEY_1}", secrets.Keep("1", "third"));
        secrets.Define("UNUSED", "x");
        Assert.Equal("A_B_KEY=plain-Secret_1\nA_B_KEY_2='it'\\''s {\"json\": \"$x\"}'\nKEY_1=third\n", SecretFile.Write(secrets));
    }
}
