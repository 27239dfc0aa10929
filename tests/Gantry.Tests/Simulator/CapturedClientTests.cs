using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Gantry.Tests.Simulator;

/// <summary>Requests that real clients sent, asked anew to write a file: the call must be one that the client can run.</summary>
public sealed class CapturedClientTests
{
    private const string Marker = "[[write-file path=/tmp/a.txt content=one 'two'\\nthree]]";

    [Theory]
    [InlineData("claude-code/002", "Write", "file_path", "content")]
    [InlineData("claude-code/009", "Write", "file_path", "content")]
    [InlineData("gemini-cli/003", "write_file", "file_path", "content")]
    [InlineData("gemini-cli/007", "write_file", "file_path", "content")]
    [InlineData("opencode/002", "write", "filePath", "content")]
    [InlineData("opencode/008", "write", "filePath", "content")]
    [InlineData("opencode/014", "write", "filePath", "content")]
    public async Task Client_with_a_writing_tool_is_called_with_path_and_content(string capture, string tool, string pathMember, string contentMember)
    {
        var call = await CallAsync(capture);
        Assert.Equal(tool, call.Name);
        Assert.Equal("/tmp/a.txt", (string?)call.Input[pathMember]);
        Assert.Equal("one 'two'\nthree", (string?)call.Input[contentMember]);
    }

    [Theory]
    [InlineData("codex/006", "exec_command", "cmd")]
    public async Task Client_with_a_shell_only_is_called_with_a_command(string capture, string tool, string member)
    {
        var call = await CallAsync(capture);
        Assert.Equal(tool, call.Name);
        Assert.Equal("printf %s 'one '\\''two'\\''\nthree' > '/tmp/a.txt'", (string?)call.Input[member]);
    }

    [Theory]
    [InlineData("codex/004")]
    [InlineData("opencode/005")]
    public async Task Client_with_apply_patch_gets_a_patch(string capture)
    {
        const string patch = "*** Begin Patch\n*** Add File: /tmp/a.txt\n+one 'two'\n+three\n*** End Patch";
        var call = await CallAsync(capture);
        Assert.Equal("apply_patch", call.Name);
        Assert.Equal(patch, call.Input is JsonValue text ? (string?)text : (string?)call.Input.AsObject().First().Value);
    }

    [Theory]
    [InlineData("claude-code/051", "title")]
    [InlineData("gemini-cli/001", "complexity_score")]
    [InlineData("codex/008", "colour")]
    [InlineData("sdk-openai/010", null)]
    public async Task Client_that_wants_json_gets_an_instance_of_its_schema(string capture, string? member)
    {
        var (url, body, headers) = Load(capture);
        await using var upstream = await SimulatorClient.StartAsync();
        var text = Text(await upstream.PostAsync(url, body.ToJsonString(), headers));
        var instance = JsonElement.Parse(text);
        Assert.Equal(JsonValueKind.Object, instance.ValueKind);
        if (member is not null) Assert.True(instance.TryGetProperty(member, out _), text);
    }

    [Theory]
    [InlineData("claude-code/003")]
    [InlineData("codex/003")]
    [InlineData("codex/005")]
    [InlineData("gemini-cli/004")]
    [InlineData("opencode/003")]
    [InlineData("opencode/006")]
    [InlineData("opencode/009")]
    [InlineData("opencode/015")]
    public async Task Client_that_brings_a_tools_result_gets_text(string capture)
    {
        var (url, body, headers) = Load(capture);
        await using var upstream = await SimulatorClient.StartAsync();
        Assert.Contains("the work is done", Text(await upstream.PostAsync(url, body.ToJsonString(), headers)), StringComparison.Ordinal);
    }

    private static async Task<(string Name, JsonNode Input)> CallAsync(string capture)
    {
        var (url, body, headers) = Load(capture);
        var asked = body.ToJsonString().Replace("Please create a file", Marker.Replace("\\", "\\\\", StringComparison.Ordinal) + " Please create a file", StringComparison.Ordinal);
        await using var upstream = await SimulatorClient.StartAsync();
        var stream = await upstream.PostAsync(url, asked, headers);
        string? name = null;
        var input = "";
        JsonNode? whole = null;
        foreach (var found in Ask.Events(stream).Select(e => e.GetRawText()))
        {
            var node = JsonNode.Parse(found)!;
            if (node["content_block"]?["name"] is { } anthropic) name = (string?)anthropic;
            input += (string?)node["delta"]?.AsObjectOrNull()?["partial_json"];
            if (node["choices"]?.AsArray() is [{ } choice] && choice["delta"]?["tool_calls"]?[0]?["function"] is { } function)
            {
                name ??= (string?)function["name"];
                input += (string?)function["arguments"];
            }
            if (node["candidates"]?[0]?["content"]?["parts"]?[0]?["functionCall"] is { } google) (name, whole) = ((string?)google["name"], google["args"]);
            if ((string?)node["type"] == "response.output_item.done" && node["item"]?["name"] is { } openAi)
            {
                name = (string?)openAi;
                if (node["item"]?["input"] is { } free) whole = free;
                input = (string?)node["item"]?["arguments"] ?? "";
            }
        }
        Assert.NotNull(name);
        return (name, whole ?? JsonNode.Parse(input)!);
    }

    private static string Text(string answer)
    {
        if (!answer.Contains("data: ", StringComparison.Ordinal))
        {
            var whole = JsonNode.Parse(answer)!;
            return (string)(whole["candidates"]?[0]?["content"]?["parts"]?[0]?["text"] ?? whole["choices"]?[0]?["message"]?["content"])!;
        }
        var nodes = Ask.Events(answer).ConvertAll(e => JsonNode.Parse(e.GetRawText())!);
        return string.Concat(nodes.Select(node =>
            (string?)node["type"] == "response.output_text.delta" ? (string?)node["delta"]
            : (string?)(node["delta"]?.AsObjectOrNull()?["text"] ?? node["choices"]?.AsArray().FirstOrDefault()?["delta"]?["content"] ?? node["candidates"]?[0]?["content"]?["parts"]?[0]?["text"])));
    }

    private static (string Url, JsonNode Body, (string, string)[] Headers) Load(string capture)
    {
        var file = Path.Combine(Shared.Folder("captures"), capture + ".json");
        var node = JsonNode.Parse(File.ReadAllText(file))!;
        var headers = node["headers"]!.AsArray().Select(pair => ((string)pair![0]!, (string)pair[1]!))
            .Where(header => header.Item1.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase) || header.Item1.StartsWith("x-goog", StringComparison.OrdinalIgnoreCase));
        return ((string)node["url"]!, node["body"]!, [.. headers]);
    }
}
