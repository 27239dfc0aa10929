using Gantry.Cli.Doctor.Clients;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli.Doctor.Clients;

/// <summary>Values of clients' files with their lines, and what becomes of a file when one of them is mended.</summary>
public sealed class ClientFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("[p.g]\r\nurl = 'u' # mine\r\n", 2, "[p.g]\r\nurl = \"v\" # mine\r\n")]
    [InlineData("# é漢\np = { g = { url = \"u\", n = 1 } }\n", 2, "# é漢\np = { g = { url = \"v\", n = 1 } }\n")]
    [InlineData("[p]\n\n\"g\".url = \"\"\"u\"\"\"", 3, "[p]\n\n\"g\".url = \"v\"")]
    public void Toml_is_mended_where_the_value_stands(string text, int line, string after)
    {
        var file = TomlFile.Open(Written(text))!;
        var setting = file.String("p", "g", "url")!;

        Assert.Equal(("u", $"{file.Path}:{line}", after), (setting.Value, setting.Where, setting.With!("v")));
        Assert.True(file.HasTable("p", "g"));
        Assert.Equal(["g"], file.TablesBelow("p"));
    }

    [Theory]
    [InlineData("a = 1\na = 2\n", 2)]
    [InlineData("a = 1\nb = [\"C:\\Users\"]\n", 2)]
    public void Toml_that_a_client_refuses_has_a_fault(string text, int line)
    {
        var file = TomlFile.Open(Written(text))!;
        Assert.Equal(line, file.Fault?.Line);
        Assert.Null(file.String("a"));
    }

    [Theory]
    [InlineData("", "{\"a\": {\"b\": \"v\"}}\n")]
    [InlineData("// mine\r\n", "// mine\r\n{\"a\": {\"b\": \"v\"}}\r\n")]
    [InlineData("{}", "{\"a\": {\"b\": \"v\"}}")]
    [InlineData("{\"é漢\": 1}", "{\"a\": {\"b\": \"v\"}, \"é漢\": 1}")]
    [InlineData("{\n  // none\n}", "{\n  \"a\": {\"b\": \"v\"}\n  // none\n}")]
    [InlineData("{\n  \"a\": {\n    \"c\": 1,\n  },\n}", "{\n  \"a\": {\n    \"b\": \"v\",\n    \"c\": 1,\n  },\n}")]
    [InlineData("{\"a\": null}", "{\"a\": {\"b\": \"v\"}}")]
    [InlineData("{\"a\": {\"b\": 5}} // end", "{\"a\": {\"b\": \"v\"}} // end")]
    [InlineData("{\"a\": \"text\"}", null)]
    public void Json_gets_a_value_and_loses_nothing(string text, string? after) =>
        Assert.Equal(after, JsonFile.Read(Written(text), "opencode", comments: true)!.With("v", "a", "b"));

    [Theory]
    [InlineData("{\"a\": 1,\n\"b\": [{\"c\": 1, \n\"c\": 2}]}", true, 3, "a member stands there twice")]
    [InlineData("{\n\"a\": 1, // mine\n}", false, 2, "a comment stands there")]
    [InlineData("\n[1]", true, 2, "it holds no JSON object")]
    public void Json_that_cannot_be_read_has_a_fault_with_its_line(string text, bool comments, int line, string reason)
    {
        var file = JsonFile.Read(Written(text), "opencode", comments)!;
        Assert.EndsWith(":" + line, file.Fault!.Where, StringComparison.Ordinal);
        Assert.Contains(reason, file.Fault.What, StringComparison.Ordinal);
        Assert.Null(file.Root);
    }

    [Theory]
    [InlineData("# A=0\r\nexport A=\"u\" # mine\r\nB=2\r\n", 2, "# A=0\r\nexport A=v # mine\r\nB=2\r\n")]
    [InlineData("A=\nA=u", 2, "A=\nA=v")]
    public void Variable_is_mended_where_its_value_stands(string text, int line, string after)
    {
        var file = EnvFile.Open(Written(text))!;
        var setting = file.Variable("A")!;
        Assert.Equal(("u", $"{file.Path}:{line}", after), (setting.Value, setting.Where, setting.With!("v")));
        Assert.Null(setting.With!("v'w"));
    }

    public void Dispose() => _folder.Dispose();

    private string Written(string text)
    {
        var path = _folder.File("file");
        File.WriteAllText(path, text);
        return path;
    }
}
