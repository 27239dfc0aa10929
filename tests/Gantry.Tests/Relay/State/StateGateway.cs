using System.Text.Json;
using Gantry.Relay;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Relay.State;

/// <summary>A gateway over one scripted upstream under three names: <c>chat</c>, <c>messages</c> and <c>responses</c> are models that are reached in that protocol.</summary>
internal static class StateGateway
{
    public const string Stranger = "sk-stranger-key-0123456789abcdef";

    public static Task<TestGateway> StartAsync(RelayLimits? limits = null) => TestGateway.StartAsync(limits ?? new RelayLimits { Attempts = 1 }, url => $$"""
        upstreams:
          - {name: sim-chat, provider: simulator, speaks: [chat], {{FaceConfiguration.Local(url)}} }
          - {name: sim-messages, provider: simulator, speaks: [messages], {{FaceConfiguration.Local(url)}} }
          - {name: sim-responses, provider: simulator, speaks: [responses], {{FaceConfiguration.Local(url)}} }
        models:
          - {id: chat, price: {free: true} }
          - {id: messages, price: {free: true} }
          - {id: responses, price: {free: true} }
          - {id: sim-text-n200-i20, price: {free: true} }
        groups:
          - name: all
            deployments:
              - {model: chat, upstream: sim-chat, upstream_model: chat}
              - {model: messages, upstream: sim-messages, upstream_model: messages}
              - {model: responses, upstream: sim-responses, upstream_model: responses}
              - {model: sim-text-n200-i20, upstream: sim-chat, upstream_model: sim-text-n200-i20}
        accounts:
          - email: test@example.com
            keys:
              - {name: test, secret: {{TestGateway.Key}}, groups: [all]}
          - email: stranger@example.com
            keys:
              - {name: stranger, secret: {{Stranger}}, groups: [all]}
        """);

    /// <summary>Posts and reads a JSON answer of this status.</summary>
    public static async Task<JsonElement> AskAsync(this TestGateway gateway, string path, string body, int status = 200, string? key = null)
    {
        using var answer = await gateway.PostAsync(path, body, ("authorization", $"Bearer {key ?? TestGateway.Key}"));
        return await ReadAsync(answer, status);
    }

    public static async Task<JsonElement> GetAsync(this TestGateway gateway, string path, int status = 200, string method = "GET", string? key = null)
    {
        using var answer = await gateway.SendAsync(new HttpMethod(method), path, null, ("authorization", $"Bearer {key ?? TestGateway.Key}"));
        return await ReadAsync(answer, status);
    }

    /// <summary>What the upstream was sent last.</summary>
    public static JsonElement Sent(this TestGateway gateway, int fromEnd = 1) => JsonElement.Parse(gateway.Simulator.Record.Exchanges[^fromEnd].Body.Span);

    /// <summary>The texts of the messages in a Chat request, role first.</summary>
    public static string[] Said(JsonElement sent) =>
        [.. sent.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("role").GetString()}: {Text(message)}")];

    private static string Text(JsonElement message) => message.TryGetProperty("content", out var content) switch
    {
        true when content.ValueKind == JsonValueKind.String => content.GetString()!,
        true when content.ValueKind == JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString())),
        _ => "",
    };

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, int status)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }
}
