using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Settings;

/// <summary>What is left of the client's own words: refused where the answer would mean something else without them, dropped where it would not.</summary>
/// <remarks>A member that this pass does not know stays, and the target's codec notes it.</remarks>
internal sealed class LeftoverPass(FitScope scope) : ITranslationPass
{
    private enum Verdict
    {
        Stays,
        Silent,
        Refused,
    }

    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Source.Protocol == scope.Target.Protocol) return request;
        List<ExtraMember>? kept = null;
        for (int i = 0; i < request.Extras.Count; i++)
        {
            var extra = request.Extras[i];
            var fitted = extra.From == scope.Source.Protocol ? Judge(extra) : extra;
            if (fitted != extra) kept ??= [.. request.Extras.Take(i)];
            if (kept is not null && fitted is { } stays) kept.Add(stays);
        }

        return kept is null ? request : request with { Extras = kept };
    }

    private ExtraMember? Judge(in ExtraMember extra)
    {
        var verdict = extra.From switch
        {
            Protocol.Messages => OfMessages(extra),
            Protocol.Gemini => OfGemini(extra),
            Protocol.Responses => OfResponses(extra),
            _ => OfChat(extra),
        };
        if (verdict == Verdict.Stays && IsCacheHint(extra.Name) && scope.Target.Protocol is not (Protocol.Chat or Protocol.Responses)) verdict = Verdict.Silent;
        switch (verdict)
        {
            case Verdict.Silent:
                return null;
            case Verdict.Refused:
                throw new ProtocolException(
                    $"{extra.Name} is not available on the selected upstream, which speaks {ClientNames.Of(scope.Target.Protocol)}: leave it out.", extra.Name);
            default:
                return IsShared(extra.Name) && scope.Target.Protocol is (Protocol.Chat or Protocol.Responses) && extra.From is (Protocol.Chat or Protocol.Responses)
                    ? extra with { From = scope.Target.Protocol }
                    : extra;
        }
    }

    // OpenAI calls these the same in both of its protocols; whether others know them decides the client who sends them.
    private static bool IsShared(string name) => IsCacheHint(name) || name == "moderation";

    private static bool IsCacheHint(string name) => name is "prompt_cache_retention" or "prompt_cache_options";

    private Verdict OfMessages(in ExtraMember extra)
    {
        switch (extra.Name)
        {
            case "mcp_servers" when !IsEmpty(extra.Value):
            case "inference_geo":
                return IsNull(extra.Value) ? Verdict.Silent : Verdict.Refused;
            case "speed":
                if (!extra.Value.Span.SequenceEqual("\"standard\""u8)) scope.Losses.Note("service_tier_dropped", extra.Name);
                return Verdict.Silent;
            case "mcp_servers" or "cache_control" or "anthropic_version" or "anthropic_beta" or "betas":
                return Verdict.Silent;
            default:
                return IsNull(extra.Value) ? Verdict.Silent : Verdict.Stays;
        }
    }

    private Verdict OfGemini(in ExtraMember extra)
    {
        switch (extra.Name)
        {
            case "safetySettings":
                if (!IsEmpty(extra.Value)) scope.Losses.Note("safety_settings_dropped", extra.Name);
                return Verdict.Silent;
            case "labels" or "modelArmorConfig" or "cachedContent":
                return Verdict.Refused;
            case "generationConfig.responseModalities":
                return IsTextOnly(extra.Value) ? Verdict.Silent : Verdict.Refused;
            default:
                return Verdict.Stays;
        }
    }

    private static Verdict OfResponses(in ExtraMember extra) => extra.Name switch
    {
        "previous_response_id" or "conversation" or "prompt" => Verdict.Refused,
        "background" => extra.Value.Kind == JsonTokenType.True ? Verdict.Refused : Verdict.Silent,
        "truncation" when extra.Value.Span.SequenceEqual("\"disabled\""u8) => Verdict.Silent,
        "include" or "stream_options" => Verdict.Silent,
        "text.format" when IsPlainText(extra.Value) => Verdict.Silent,
        _ => Verdict.Stays,
    };

    private static Verdict OfChat(in ExtraMember extra) => extra.Name switch
    {
        "modalities" => IsTextOnly(extra.Value) ? Verdict.Silent : Verdict.Refused,
        "audio" => Verdict.Refused,
        "response_format" when IsPlainText(extra.Value) => Verdict.Silent,
        _ => Verdict.Stays,
    };

    private static bool IsNull(JsonSlice value) => value.Kind == JsonTokenType.Null;

    private static bool IsEmpty(JsonSlice value) => value.Kind == JsonTokenType.Null || Dense(value) is "[]" or "{}" or "\"\"";

    private static bool IsPlainText(JsonSlice value) => Dense(value) == """{"type":"text"}""";

    private static bool IsTextOnly(JsonSlice value) =>
        string.Equals(Dense(value), "[\"text\"]", StringComparison.OrdinalIgnoreCase) || IsEmpty(value);

    // As people lay it out, there may be blanks and line breaks between its tokens.
    private static string Dense(JsonSlice value) => string.Concat(value.ToString().Where(letter => !char.IsWhiteSpace(letter)));
}
