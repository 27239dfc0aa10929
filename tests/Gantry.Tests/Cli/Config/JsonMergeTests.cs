using System.Text.Json;
using Gantry.Cli.ClientFiles;
using Gantry.Cli.Config.Merge;
using Xunit;

namespace Gantry.Tests.Cli.Config;

/// <summary>What people's JSON looks like, and what becomes of it.</summary>
public sealed class JsonMergeTests
{
    private const string Env = """{"env": {"A": "1"}}""";

    [Theory]
    [InlineData("", "{\"env\": {\"A\": \"1\"}}\n")]
    [InlineData(" \r\n", "{\"env\": {\"A\": \"1\"}}\r\n")]
    [InlineData("// mine\n", "// mine\n{\"env\": {\"A\": \"1\"}}\n")]
    [InlineData("{}", "{\n  \"env\": {\n    \"A\": \"1\"\n  }\n}")]
    [InlineData("{ }\n", "{\n  \"env\": {\n    \"A\": \"1\"\n  }\n}\n")]
    [InlineData("{\n\t\"x\": 1\n}\n", "{\n\t\"x\": 1,\n\t\"env\": {\n\t\t\"A\": \"1\"\n\t}\n}\n")]
    [InlineData("{\r\n    \"x\": 1\r\n}\r\n", "{\r\n    \"x\": 1,\r\n    \"env\": {\r\n        \"A\": \"1\"\r\n    }\r\n}\r\n")]
    [InlineData("{\"x\":1}", "{\"x\":1,\"env\":{\"A\":\"1\"}}")]
    [InlineData("{\"x\": 1}\n", "{\"x\": 1, \"env\": {\"A\": \"1\"}}\n")]
    [InlineData("{\"x\": 1,}", "{\"x\": 1, \"env\": {\"A\": \"1\"},}")]
    [InlineData("{\n  \"x\": 1, // last\n}\n", "{\n  \"x\": 1, // last\n  \"env\": {\n    \"A\": \"1\"\n  },\n}\n")]
    [InlineData("{\n  \"x\": 1 // last\n}\n", "{\n  \"x\": 1, // last\n  \"env\": {\n    \"A\": \"1\"\n  }\n}\n")]
    [InlineData("{\n  \"x\": 1 /* a\n  b */\n}", "{\n  \"x\": 1,\n  \"env\": {\n    \"A\": \"1\"\n  } /* a\n  b */\n}")]
    [InlineData("{\n  \"x\": 1 }", "{\n  \"x\": 1,\n  \"env\": {\n    \"A\": \"1\"\n  } }")]
    [InlineData("{\n  // nothing yet\n}", "{\n  // nothing yet\n  \"env\": {\n    \"A\": \"1\"\n  }\n}")]
    [InlineData("{\"env\": {}}", "{\"env\": {\"A\": \"1\"}}")]
    [InlineData("{\n  \"env\": {}\n}", "{\n  \"env\": {\n    \"A\": \"1\"\n  }\n}")]
    [InlineData("{\n  \"env\": null\n}", "{\n  \"env\": {\n    \"A\": \"1\"\n  }\n}")]
    [InlineData("{\n  \"env\": {\"B\": \"2\"}\n}", "{\n  \"env\": {\"B\": \"2\", \"A\": \"1\"}\n}")]
    [InlineData("{\n  \"env\": {\n    \"A\": \"old\", // why\n    \"B\": \"2\"\n  }\n}", "{\n  \"env\": {\n    \"A\": \"1\", // why\n    \"B\": \"2\"\n  }\n}")]
    [InlineData("{\"other\": {\"env\": {\"A\": \"0\"}}, \"env\": {\"A\": \"0\"}}", "{\"other\": {\"env\": {\"A\": \"0\"}}, \"env\": {\"A\": \"1\"}}")]
    [InlineData("{\"env\": {\"A\": \"2\"}, \"env\": {\"A\": \"3\"}}", "{\"env\": {\"A\": \"2\"}, \"env\": {\"A\": \"1\"}}")]
    [InlineData("{\"env\" /* b */ : {\"A\": [1, {\"x\" /* c */ : 2}]}}", "{\"env\" /* b */ : {\"A\": \"1\"}}")]
    [InlineData("{\"\\u0065nv\": {\"A\": [1, 2]}}", "{\"\\u0065nv\": {\"A\": \"1\"}}")]
    public void Members_are_put_in_and_all_else_stays(string before, string after) => Assert.Equal(after, FileMerge.Apply(FileFormat.Json, before, Env, []));

    [Theory]
    [InlineData("{\"env\": {\"A\" : \"1\"}}")]
    [InlineData("{ /* c */ \"env\" : { \"B\": [1 , ], \"A\":\"\\u0031\" } , }")]
    public void What_is_there_already_changes_nothing(string text) => Assert.Equal(text, FileMerge.Apply(FileFormat.Json, text, Env, []));

    [Theory]
    [InlineData("{\n  \"x\": 1\n  \"y\": 2\n}", 3, 3)]
    [InlineData("{\n  \"x\": 1,\n", 3, 1)]
    [InlineData("{\"x\": 'a'}", 1, 7)]
    [InlineData("{\"x\": 01}", 1, 7)]
    [InlineData("{\"x\": \"a\nb\"}", 1, 9)]
    [InlineData("{\"x\": \"\\q\"}", 1, 7)]
    [InlineData("{\"x\": [1 2]}", 1, 10)]
    [InlineData("{} {}", 1, 4)]
    [InlineData("[1]", 1, 1)]
    [InlineData("{ /* open", 1, 3)]
    [InlineData("{\"env\": \"text\"}", 1, 9)]
    [InlineData("{,}", 1, 2)]
    public void Broken_text_is_refused_with_its_place(string text, int line, int column)
    {
        var fault = Assert.Throws<TextFaultException>(() => FileMerge.Apply(FileFormat.Json, text, Env, []));
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Fact]
    public void Deep_nesting_ends_with_a_fault_and_no_crash() =>
        Assert.Throws<TextFaultException>(() => FileMerge.Apply(FileFormat.Json, new string('[', 100_000), Env, []));

    [Fact]
    public void Whatever_a_text_looks_like_its_members_stay_and_the_wanted_ones_are_there()
    {
        var loose = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using var wanted = JsonDocument.Parse("""{"env": {"A": "1", "B": {"C": 2}}, "D": [1, {"x": null}], "E": "é\"漢"}""");
        for (var seed = 0; seed < 2_000; seed++)
        {
            var text = new JsonSketch(new Random(seed)).Text();
            using var before = JsonDocument.Parse(text, loose);
            var merged = FileMerge.Apply(FileFormat.Json, text, wanted.RootElement.GetRawText(), []);
            using var after = JsonDocument.Parse(merged, loose);
            Compare(before.RootElement, wanted.RootElement, after.RootElement, $"seed {seed}:\n{text}\n{merged}");
            Assert.True(JsonSketch.Comments(text).SequenceEqual(JsonSketch.Comments(merged)), $"seed {seed}:\n{text}\n{merged}");
        }
    }

    /// <summary>After is before with the wanted in it, in the order of before.</summary>
    private static void Compare(JsonElement before, JsonElement wanted, JsonElement after, string shown)
    {
        var names = before.EnumerateObject().Select(member => member.Name).ToList();
        Assert.True(names.Concat(wanted.EnumerateObject().Select(member => member.Name).Where(name => !names.Contains(name))).SequenceEqual(after.EnumerateObject().Select(member => member.Name)), shown);
        foreach (var member in after.EnumerateObject())
        {
            var (had, wants) = (before.TryGetProperty(member.Name, out var old), wanted.TryGetProperty(member.Name, out var want));
            if (had && wants && old.ValueKind == JsonValueKind.Object && want.ValueKind == JsonValueKind.Object) Compare(old, want, member.Value, shown);
            else Assert.True(JsonElement.DeepEquals(wants ? want : old, member.Value), shown);
        }
    }

    [Fact]
    public void Objects_of_several_levels_arrive_whole()
    {
        const string Wanted = """{"$schema": "s", "provider": {"gantry": {"models": {"m": {"limit": {"context": 1, "output": 2}}}, "options": {"baseURL": "u"}}}, "model": "gantry/m"}""";
        var text = "{\n  // chosen with care\n  \"provider\": {\n    \"mine\": {\"npm\": \"x\"},\n  },\n  \"model\": \"mine/y\",\n}\n";
        var merged = FileMerge.Apply(FileFormat.Json, text, Wanted, []);
        using var read = JsonDocument.Parse(merged, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        Assert.Equal("gantry/m", read.RootElement.GetProperty("model").GetString());
        Assert.Equal("x", read.RootElement.GetProperty("provider").GetProperty("mine").GetProperty("npm").GetString());
        Assert.Equal(2, read.RootElement.GetProperty("provider").GetProperty("gantry").GetProperty("models").GetProperty("m").GetProperty("limit").GetProperty("output").GetInt32());
        Assert.Contains("  // chosen with care\n  \"provider\": {\n    \"mine\": {\"npm\": \"x\"},\n    \"gantry\": {\n", merged, StringComparison.Ordinal);
    }
}
