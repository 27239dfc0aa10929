using Gantry.Protocols.Hub;
using Gantry.Protocols.Identity;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Fitting.Settings;

/// <summary>On whose behalf, in which session, in which tier, and whether the provider may keep it.</summary>
internal sealed class IdentityPass(FitScope scope) : ITranslationPass
{
    private Protocol Target => scope.Target.Protocol;

    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Source.Protocol == Target) return request;
        var asked = request.Identity;
        var fitted = Target switch
        {
            Protocol.Messages => ForMessages(asked),

            // Bedrock has no place for a name, and tiers of its own.
            Protocol.Converse => asked with { CacheKey = null, Metadata = default, Store = null },
            Protocol.Gemini => asked with { CacheKey = null, Metadata = default, Store = null, ServiceTier = Tier(asked.ServiceTier, "", "standard", "priority", true) },
            _ => ForOpenAi(request),
        };
        if (fitted != asked) request = request with { Identity = fitted };
        return Target == Protocol.Responses ? Stateless(request) : request;
    }

    private RequestIdentity ForMessages(RequestIdentity asked)
    {
        string user = asked.EndUser?.ToString() ?? "";
        if (user.Length > 0 || scope.Source.Tenant.Length > 0) user = UserId.ForMessages(user, null, scope.Source.Tenant);
        return asked with
        {
            EndUser = user.Length == 0 ? null : JsonText.From(user),
            CacheKey = null,
            Metadata = default,
            Store = scope.Source.Protocol == Protocol.Responses && asked.Store == true ? true : null,
            ServiceTier = Tier(asked.ServiceTier, "", "standard_only", null, false),
        };
    }

    private RequestIdentity ForOpenAi(ChatRequest request)
    {
        var asked = request.Identity;
        string? user = asked.EndUser?.ToString();
        bool isRaw = user is { Length: > 0 } && (scope.Source.Protocol == Protocol.Messages ? !IsHash(user) : user.Length > UserId.OpenAiLength);
        string? key = CacheKey(request);
        return asked with
        {
            EndUser = isRaw ? JsonText.From(UserId.Hash(user!)) : asked.EndUser,
            CacheKey = key is null ? null : key == asked.CacheKey?.ToString() ? asked.CacheKey : JsonText.From(key),

            // Nothing of a translated request is to be found at the provider again, and what is not kept has no labels there.
            Store = Target == Protocol.Responses ? false : null,
            Metadata = Target == Protocol.Responses ? asked.Metadata : default,
            ServiceTier = scope.Source.Protocol is Protocol.Chat or Protocol.Responses
                ? asked.ServiceTier
                : Tier(asked.ServiceTier, "auto", "default", "priority", true),
        };
    }

    private static bool IsHash(string name) => name.Length == UserId.OpenAiLength && name.All(char.IsAsciiHexDigitLower);

    // A key of our own goes to OpenAI itself: others do not know the word.
    private string? CacheKey(ChatRequest request)
    {
        string? given = request.Identity.CacheKey?.ToString();
        if (!string.IsNullOrEmpty(given)) return SessionIdentity.PromptCacheKey(given, null, default);
        if (Target == Protocol.Chat && !scope.Target.Traits.DeveloperRole) return null;
        string? user = scope.Source.Protocol == Protocol.Messages ? request.Identity.EndUser?.ToString() : null;
        string? session = scope.Source.Session ?? SessionIdentity.FromUserId(user);
        if (session is not null) return SessionIdentity.PromptCacheKey(null, session, default);
        return SessionIdentity.PromptCacheKey(null, null, PromptHead.Of(scope.Asked));
    }

    private string Tier(string asked, string auto, string standard, string? fast, bool flex)
    {
        if (asked.Length == 0) return "";
        string word = asked.ToLowerInvariant();
        if (word.StartsWith("service_tier_", StringComparison.Ordinal)) word = word["service_tier_".Length..];
        string? fitted = word switch
        {
            "auto" or "unspecified" => auto,
            "default" or "standard" or "standard_only" => standard,
            "flex" when flex => "flex",
            "priority" or "fast" => fast,
            _ => null,
        };
        if (fitted is null) scope.Losses.Note("service_tier_dropped", scope.Source.Protocol == Protocol.Gemini ? "serviceTier" : "service_tier");
        return fitted ?? "";
    }

    // What is not kept has to come back whole: the thought as well. Models that do not think refuse the wish.
    private ChatRequest Stateless(ChatRequest request)
    {
        if (scope.Target.Rules.Thinking is ThinkingKind.Unknown or ThinkingKind.None) return request;
        foreach (var extra in request.Extras)
        {
            if (extra is { From: Protocol.Responses, Name: "include" }) return request;
        }

        return request with { Extras = [.. request.Extras, new ExtraMember(Protocol.Responses, "include", new JsonSlice("""["reasoning.encrypted_content"]"""u8.ToArray()))] };
    }
}
