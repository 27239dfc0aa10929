using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Errors;

/// <summary>The words of vendors and what they mean. Only words that are specific stand here: <c>invalid_request_error</c> and <c>api_error</c> come with any status.</summary>
internal static partial class ErrorWordings
{
    private static readonly FrozenDictionary<string, ErrorKind> Kinds = new Dictionary<string, ErrorKind>(StringComparer.OrdinalIgnoreCase)
    {
        // The context window.
        ["context_length_exceeded"] = ErrorKind.ContextTooLong,
        ["context_window_exceeded"] = ErrorKind.ContextTooLong,
        ["model_context_window_exceeded"] = ErrorKind.ContextTooLong,
        ["model_max_prompt_tokens_exceeded"] = ErrorKind.ContextTooLong,
        ["exceed_context_size_error"] = ErrorKind.ContextTooLong,
        ["too_many_prompt_tokens"] = ErrorKind.ContextTooLong,
        ["too_many_tokens"] = ErrorKind.ContextTooLong,

        // The credential. Before the rest: what is behind a refused key is not known.
        ["authentication_error"] = ErrorKind.InvalidKey,
        ["invalid_authentication_error"] = ErrorKind.InvalidKey,
        ["invalid_api_key"] = ErrorKind.InvalidKey,
        ["wrong_api_key"] = ErrorKind.InvalidKey,
        ["api_key_invalid"] = ErrorKind.InvalidKey,
        ["api_key_expired"] = ErrorKind.InvalidKey,
        ["consumer_suspended"] = ErrorKind.InvalidKey,
        ["bad-credentials"] = ErrorKind.InvalidKey,
        ["account_deactivated"] = ErrorKind.InvalidKey,
        ["unauthenticated"] = ErrorKind.InvalidKey,
        ["unrecognizedclientexception"] = ErrorKind.InvalidKey,
        ["expiredtokenexception"] = ErrorKind.InvalidKey,
        ["invalidsignatureexception"] = ErrorKind.InvalidKey,
        ["incompletesignatureexception"] = ErrorKind.InvalidKey,
        ["missingauthenticationtokenexception"] = ErrorKind.InvalidKey,

        // Money.
        ["insufficient_quota"] = ErrorKind.Billing,
        ["billing_error"] = ErrorKind.Billing,
        ["billing_hard_limit_reached"] = ErrorKind.Billing,
        ["billing_not_active"] = ErrorKind.Billing,
        ["insufficient_balance"] = ErrorKind.Billing,
        ["insufficient_credits"] = ErrorKind.Billing,
        ["exceeded_current_quota_error"] = ErrorKind.Billing,
        ["usage_limit_reached"] = ErrorKind.Billing,
        ["usage_not_included"] = ErrorKind.Billing,
        ["servicequotaexceededexception"] = ErrorKind.Billing,

        // Policy.
        ["content_policy_violation"] = ErrorKind.ContentPolicy,
        ["content_filter"] = ErrorKind.ContentPolicy,
        ["moderation_blocked"] = ErrorKind.ContentPolicy,
        ["invalid_prompt"] = ErrorKind.ContentPolicy,
        ["responsibleaipolicyviolation"] = ErrorKind.ContentPolicy,
        ["data_inspection_failed"] = ErrorKind.ContentPolicy,
        ["image_generation_user_error"] = ErrorKind.ContentPolicy,

        // The model.
        ["model_not_found"] = ErrorKind.ModelNotFound,
        ["deploymentnotfound"] = ErrorKind.ModelNotFound,
        ["unknown_model"] = ErrorKind.ModelNotFound,
        ["invalid_model"] = ErrorKind.ModelNotFound,

        // Rate and load.
        ["rate_limit_error"] = ErrorKind.RateLimited,
        ["rate_limit_exceeded"] = ErrorKind.RateLimited,
        ["rate_limited"] = ErrorKind.RateLimited,
        ["rate_limit_reached_error"] = ErrorKind.RateLimited,
        ["resource_exhausted"] = ErrorKind.RateLimited,
        ["throttlingexception"] = ErrorKind.RateLimited,
        ["toomanyrequestsexception"] = ErrorKind.RateLimited,
        ["overloaded_error"] = ErrorKind.Overloaded,
        ["overloaded"] = ErrorKind.Overloaded,
        ["engine_overloaded_error"] = ErrorKind.Overloaded,
        ["server_is_overloaded"] = ErrorKind.Overloaded,
        ["slow_down"] = ErrorKind.Overloaded,
        ["unavailable"] = ErrorKind.Overloaded,
        ["serviceunavailableexception"] = ErrorKind.Overloaded,
        ["modelnotreadyexception"] = ErrorKind.Overloaded,

        // The rest.
        ["permission_error"] = ErrorKind.Forbidden,
        ["permission_denied"] = ErrorKind.Forbidden,
        ["accessdeniedexception"] = ErrorKind.Forbidden,
        ["conflict_error"] = ErrorKind.Conflict,
        ["conflictexception"] = ErrorKind.Conflict,
        ["aborted"] = ErrorKind.Conflict,
        ["request_too_large"] = ErrorKind.TooLarge,
        ["timeout_error"] = ErrorKind.Timeout,
        ["timeout"] = ErrorKind.Timeout,
        ["deadline_exceeded"] = ErrorKind.Timeout,
        ["modeltimeoutexception"] = ErrorKind.Timeout,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // What stands without a status: an error inside a stream or a 200.
    private static readonly FrozenDictionary<string, ErrorKind> Vague = new Dictionary<string, ErrorKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["invalid_request_error"] = ErrorKind.InvalidRequest,
        ["invalid_request"] = ErrorKind.InvalidRequest,
        ["invalid_argument"] = ErrorKind.InvalidRequest,
        ["failed_precondition"] = ErrorKind.InvalidRequest,
        ["validationexception"] = ErrorKind.InvalidRequest,
        ["not_found_error"] = ErrorKind.NotFound,
        ["not_found"] = ErrorKind.NotFound,
        ["resourcenotfoundexception"] = ErrorKind.NotFound,
        ["unimplemented"] = ErrorKind.NotImplemented,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static ErrorKind? Specific(string? word) => word is not null && Kinds.TryGetValue(word, out var kind) ? kind : null;

    public static ErrorKind? General(string? word) => word is not null && Vague.TryGetValue(word, out var kind) ? kind : null;

    [GeneratedRegex(
        @"prompt (?:is )?too long|prompt exceeds max|input is too long|context_length_exceeded|maximum (?:context|prompt) length|max context length|(?:exceeds?|exceeded|longer than|larger than|overflow\w*) (?:the |model'?s? |this |your )*(?:(?:model'?s?|maximum|available|allowed) )*context|exceeds? the maximum number of tokens|input token count|input tokens exceed|too many (?:input |prompt )?tokens|exceeded model token limit|token count of \d+ exceeds|context window exceeds|reduce the length of the messages|greater than the context length|model is loaded with context length|`inputs` (?:tokens \+|must have less)|too many total text bytes|length of all messages is too long|total length of .{0,30}messages.{0,20}too long|max_(?:completion_)?tokens' is too large.{0,40}context",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex ContextTooLong();

    // Said as a rate limit, but waiting does not help: the one request is larger than the window.
    [GeneratedRegex(@"request too large for .{0,300}(?:must be reduced|please reduce)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    public static partial Regex LargerThanWindow();

    [GeneratedRegex(
        @"api key not valid|api key expired|(?:incorrect|invalid|wrong) api[ _-]?key|invalid x-api-key|bad[ -]credentials|api key was reported as leaked|consumer .{0,80}has been suspended|security token included in the request is (?:invalid|expired)|signature we calculated does not match",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Credential();

    [GeneratedRegex(
        @"credit balance is too low|insufficient (?:account )?(?:balance|credits?|funds)|exceeded your current quota|prepay\w* credits? (?:are|is) depleted|used all available credits|monthly spending limit|specified api usage limits|out of credits|requires more credits",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Money();

    [GeneratedRegex(
        @"content filtering policy|content management policy|content policy|usage polic(?:y|ies)|safety system|flagged (?:as|for|by)|requires moderation|inappropriate content",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Policy();

    [GeneratedRegex(
        @"\bmodels?\b.{0,200}(?:does not exist|not exist\b|not found|is not found)|model identifier is invalid|not a valid model|(?:unknown|invalid|unsupported) model\b|\bmodel \S+ is not supported|supported models are|^model: |no endpoints found for|model .{0,100}deprecated",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Model();
}
