using System.Text.RegularExpressions;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary>Picks a model for each protocol from what the gateway lists.</summary>
internal static partial class ModelPicker
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    /// <summary>Small models first: verification asks some thirty questions.</summary>
    private static readonly string[] Small = ["-nano", "haiku", "flash-lite", "-mini", "flash"];

    /// <summary>Asks for the list as each vendor's clients do and joins the answers: some servers list by caller.</summary>
    public static async Task<ModelListing> ListAsync(GatewayClient client, string key, CancellationToken cancellation)
    {
        Dialect[] callers = [new ChatDialect(""), new MessagesDialect(""), new GeminiDialect("")];
        var answers = new List<Answer>();
        foreach (var caller in callers)
            answers.Add(await client.SendAsync(caller.ListModels().WithKeys(new PlacedKey(caller.UsualKey, key)), cancellation));
        var openAi = answers[0];
        string[] all = [.. answers.SelectMany(IdsOf).OfType<string>().Distinct()];
        var fault = all.Length > 0 ? null
            : openAi.Broken is { } broken ? $"the gateway cannot be asked for its models: {broken}"
            : openAi.Status != 200 ? $"the gateway answers the request for its models with {openAi.Status}"
            : "the gateway lists no models for this key";
        return new ModelListing(all, fault);
    }

    /// <summary>A model that speaks the protocol natively, else a simulated one; null when there is neither.</summary>
    public static string? Pick(Protocol protocol, IEnumerable<string> ids)
    {
        var usable = ids.Where(id => !NotForTalk().IsMatch(id)).ToList();
        var native = usable.Where(id => IsNative(protocol, id[(id.LastIndexOf('/') + 1)..])).ToList();
        var small = Small.SelectMany(word => native.Where(id => id.Contains(word, StringComparison.OrdinalIgnoreCase)));
        return small.FirstOrDefault()
            ?? native.FirstOrDefault()
            ?? usable.FirstOrDefault(id => id.StartsWith("sim-", StringComparison.Ordinal));
    }

    private static IEnumerable<string?> IdsOf(Answer answer) =>
    [
        .. answer.Json.At("data").Items().Select(model => model.At("id").Text()),
        .. answer.Json.At("models").Items().Select(model => model.At("name").Text()?.Replace("models/", "", StringComparison.Ordinal)),
    ];

    private static bool IsNative(Protocol protocol, string id) => protocol switch
    {
        Protocol.Messages => id.StartsWith("claude", StringComparison.OrdinalIgnoreCase),
        Protocol.Gemini => id.StartsWith("gemini", StringComparison.OrdinalIgnoreCase),
        // The pro and codex models are not offered on Chat.
        Protocol.Chat => OpenAi().IsMatch(id) && !ResponsesOnly().IsMatch(id),
        _ => OpenAi().IsMatch(id),
    };

    [GeneratedRegex("^(gpt|o[0-9])", Options)]
    private static partial Regex OpenAi();

    [GeneratedRegex("-pro|codex|deep-research", Options)]
    private static partial Regex ResponsesOnly();

    [GeneratedRegex("embed|image|audio|realtime|tts|transcribe|whisper|moderation|search|live|instruct", Options)]
    private static partial Regex NotForTalk();
}
