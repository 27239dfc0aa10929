using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Contracts.Connect;
using Gantry.Tests.Relay;
using Gantry.Tests.Simulator;
using Xunit;

namespace Gantry.Tests.Arrivals;

/// <summary>What real clients sent, sent once more to a gateway whose key's owner looks on: each says that the set-up works.</summary>
public sealed class CapturedArrivalTests
{
    private static readonly Dictionary<string, string> Clients = new(StringComparer.Ordinal)
    {
        ["claude-code"] = "claude-code", ["cline"] = "cline", ["codex"] = "codex", ["gemini-cli"] = "gemini-cli", ["opencode"] = "opencode",
        ["sdk-anthropic"] = "anthropic-sdk", ["sdk-anthropic-v0"] = "anthropic-sdk", ["sdk-dotnet-anthropic"] = "anthropic-sdk",
        ["sdk-openai"] = "openai-sdk", ["sdk-dotnet-openai"] = "openai-sdk", ["sdk-genai"] = "google-sdk", ["sdk-genai-v1"] = "google-sdk", ["sdk-genai-v2"] = "google-sdk",
        // The same packages.
        ["sdk-vercel"] = "opencode",
    };

    [Fact]
    public async Task Every_captured_request_turns_the_panel_green()
    {
        var folder = Shared.Folder("captures");
        var captures = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetRelativePath(folder, file), Request: JsonNode.Parse(File.ReadAllText(file))!)).ToList();
        var models = captures.SelectMany(capture => Models(capture.Request)).Distinct(StringComparer.Ordinal).ToArray();
        await using var watched = await WatchedGateway.StartAsync(models);
        var wrong = new List<string>();
        foreach (var (name, request) in captures)
        {
            var client = Clients[name.Split('/')[0]];
            if ((string?)request["upgrade"] is not null) await ConverseAsync(watched, client, name, request, wrong);
            else await SendAsync(watched, client, name, request, wrong);
        }

        Assert.True(captures.Count >= 299, $"{captures.Count} captures");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task SendAsync(WatchedGateway watched, string client, string name, JsonNode request, List<string> wrong)
    {
        var content = request["body"] is { } body ? new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") : null;
        using var answer = await watched.Gateway.SendAsync(new HttpMethod((string)request["method"]!), Keyed((string)request["url"]!), content, Headers(request));
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await JudgeAsync(watched, client, name, wrong);
    }

    /// <summary>The frames of a WebSocket one after the other, each continuing what the one before was answered with.</summary>
    private static async Task ConverseAsync(WatchedGateway watched, string client, string name, JsonNode request, List<string> wrong)
    {
        var stop = TestContext.Current.CancellationToken;
        using var socket = new ClientWebSocket();
        foreach (var (header, value) in Headers(request).Where(header => !header.Name.StartsWith("sec-websocket", StringComparison.Ordinal))) socket.Options.SetRequestHeader(header, value);
        await socket.ConnectAsync(new Uri(watched.Address.Replace("http:", "ws:", StringComparison.Ordinal) + (string)request["path"]!), stop);
        await JudgeAsync(watched, client, name, wrong);
        string? last = null;
        foreach (var frame in request["frames"]!.AsArray().Select(frame => frame!.DeepClone().AsObject()))
        {
            if (frame.ContainsKey("previous_response_id")) frame["previous_response_id"] = last;
            await socket.SendAsync(Encoding.UTF8.GetBytes(frame.ToJsonString()), WebSocketMessageType.Text, true, stop);
            JsonNode told;
            do
            {
                told = JsonNode.Parse(await ReceiveAsync(socket))!;
                Assert.True((string?)told["type"] is not ("error" or "response.failed"), $"{name}: {told}");
            }
            while ((string?)told["type"] != "response.completed");
            last = (string?)told["response"]!["id"];
            // A warm-up is no request of a model.
            if (!frame.ContainsKey("generate")) await JudgeAsync(watched, client, $"{name} frame", wrong);
        }
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using var whole = new MemoryStream();
        var piece = new byte[16 * 1024];
        WebSocketReceiveResult got;
        do
        {
            got = await socket.ReceiveAsync(piece, TestContext.Current.CancellationToken);
            whole.Write(piece, 0, got.Count);
        }
        while (!got.EndOfMessage);
        return Encoding.UTF8.GetString(whole.ToArray());
    }

    private static async Task JudgeAsync(WatchedGateway watched, string client, string name, List<string> wrong)
    {
        var arrival = await watched.NextAsync();
        var diagnosis = Diagnosis.Of(arrival, Recipes.Find(client)!, watched.Address);
        if (diagnosis.Verdict != Verdict.Good) wrong.Add($"{name}: {diagnosis.Kind} {diagnosis.What} ({arrival})");
    }

    private static (string Name, string Value)[] Headers(JsonNode request) =>
    [
        .. request["headers"]!.AsArray().Select(pair => (Name: ((string)pair![0]!).ToLowerInvariant(), Value: Keyed((string)pair[1]!)))
            .Where(header => header.Name is not ("host" or "content-length" or "content-type" or "connection" or "upgrade" or "transfer-encoding" or "accept-encoding" or "expect")),
    ];

    private static string Keyed(string text) =>
        // Some were refused for their key when they were captured: with the right one they are set-ups as any other.
        text.Replace("sk-gateway-key", TestGateway.Key, StringComparison.Ordinal).Replace("sk-bad-key-000", TestGateway.Key, StringComparison.Ordinal).Replace("sk-bad-key", TestGateway.Key, StringComparison.Ordinal);

    private static IEnumerable<string> Models(JsonNode request)
    {
        if ((string?)request["body"]?["model"] is { } named) yield return named;
        foreach (var frame in request["frames"]?.AsArray() ?? []) if ((string?)frame!["model"] is { } inFrame) yield return inFrame;
        if (((string)request["path"]!).Split("/models/") is [_, var rest]) yield return Uri.UnescapeDataString(rest.Split(':')[0]);
    }
}
