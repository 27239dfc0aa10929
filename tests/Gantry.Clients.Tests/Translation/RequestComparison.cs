using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Holds a request that went to another protocol and back against what was asked.</summary>
internal static partial class RequestComparison
{
    private const int LeastResponsesCap = 16;

    // Which losses excuse which subject. A token that ends in a colon stands for the tokens that begin so.
    private static readonly Dictionary<string, string[]> Named = new(StringComparer.Ordinal)
    {
        ["texts"] =
        [
            "mid_system_inlined", "prefill_dropped", "leading_user_inserted", "json_schema_best_effort", "json_object_best_effort", "orphan_tool_result",
            "hosted_tool_dropped",
        ],
        ["calls"] = ["arguments_repaired", "orphan_tool_result", "grammar_not_enforced"],
        ["results"] = ["tool_result_synthesized", "orphan_tool_result"],
        ["hosted tools"] = ["hosted_tool_dropped"],
        ["tools"] = ["duplicate_tool", "tools_synthesized", "grammar_not_enforced", "schema_sanitized", "schema_root_union_flattened"],
        ["tool descriptions"] = ["duplicate_tool", "tools_synthesized", "grammar_not_enforced", "schema_sanitized", "param_dropped:tool_description"],
        ["tool choice"] = ["orphan_tool_choice", "param_dropped:tool_choice", "tools_synthesized"],
        ["parallel calls"] = ["parallel_not_enforceable", "tools_synthesized"],
        ["cap"] = ["max_tokens_clamped"],
        ["temperature"] = ["sampling_dropped_thinking", "param_dropped:temperature"],
        ["top_p"] = ["sampling_dropped_thinking", "param_dropped:top_p", "param_dropped:topP"],
        ["top_k"] = ["sampling_dropped_thinking", "param_dropped:top_k", "param_dropped:topK"],
        ["penalties"] = ["sampling_dropped_thinking", "param_dropped:frequency_penalty", "param_dropped:presence_penalty"],
        ["seed"] = ["param_dropped:seed"],
        ["stop"] = ["stop_dropped"],
        ["log probabilities"] = ["sampling_dropped_thinking"],
        ["logit bias"] = ["sampling_dropped_thinking", "param_dropped:logit_bias"],
        ["verbosity"] = ["param_dropped:verbosity"],
        ["reasoning"] = ["thinking_disabled_", "reasoning_not_disableable", "param_dropped:reasoning"],
        ["output format"] = ["json_schema_best_effort", "json_object_best_effort"],
        ["end user"] = ["param_dropped:user"],
        ["service tier"] = ["service_tier_dropped"],
    };

    /// <summary>Every subject that differs and that no loss names.</summary>
    /// <param name="translated">The request and what came back.</param>
    /// <param name="excused">Takes what a loss has named, as <c>subject: token</c>.</param>
    public static IEnumerable<string> Faults(RequestCase translated, ICollection<string> excused)
    {
        var asked = RequestOutline.Of(translated.Asked);
        var back = RequestOutline.Of(translated.Back!);
        foreach (string subject in asked.Keys.Union(back.Keys, StringComparer.Ordinal))
        {
            string before = Normal(subject, asked.GetValueOrDefault(subject, "")), after = Normal(subject, back.GetValueOrDefault(subject, ""));
            if (before == after || IsDefault(subject, before, after, translated)) continue;
            if (translated.Losses.FirstOrDefault(loss => IsNamed(subject, loss.Token)) is { Token: not null } named)
            {
                excused.Add($"{subject}: {named.Token}");
                if (subject == "texts" && Unsaid(translated) is { } unsaid) yield return $"texts: '{unsaid}' is said no more";
                continue;
            }

            yield return $"{subject}: {Around(before, after)} became {Around(after, before)}";
        }
    }

    // Whoever says it where and with what around it: each text is still there.
    private static string? Unsaid(RequestCase translated)
    {
        var kept = string.Concat(RequestOutline.Pieces(translated.Back!));
        return translated.Losses.Any(loss => loss.Token == "prefill_dropped") ? null
            : RequestOutline.Pieces(translated.Asked).Select(piece => Attribution().Replace(piece, "")).FirstOrDefault(piece => !kept.Contains(piece, StringComparison.Ordinal));
    }

    private static bool IsNamed(string subject, string token) =>
        Named.TryGetValue(subject, out var tokens) && tokens.Any(known => known[^1] is ':' or '_' ? token.StartsWith(known, StringComparison.Ordinal) : token == known);

    // Normalisations that are no losses.
    private static string Normal(string subject, string value) => subject switch
    {
        // It goes to no other vendor.
        "texts" => Hoisted().Replace(Attribution().Replace(value, ""), ""),

        // Media of a result stand behind it where results are texts only, and say so; and a failed one is told in words there.
        "results" => Below().Replace(value.Replace(" failed ", " ", StringComparison.Ordinal).Replace(" Error:", " ", StringComparison.Ordinal), ""),

        // Whether a summary is wished is each protocol's own default where nothing is said.
        "reasoning" => value.Replace("True", "", StringComparison.Ordinal).Replace("False", "", StringComparison.Ordinal).Trim(),
        _ => value,
    };

    // Messages demands a cap, and Claude over Converse has a small one of its own: where nothing is asked, the model's largest is written.
    private static bool IsDefault(string subject, string before, string after, RequestCase translated) => subject switch
    {
        "cap" => before.Length == 0 ? IsAnthropic(translated.Target) || IsAnthropic(translated.Sample.Protocol)
            : translated.Target == Protocol.Responses && int.Parse(before, CultureInfo.InvariantCulture) < LeastResponsesCap,

        // Anthropic's user_id may name a machine and an account: only a hash of it goes to others.
        "end user" => translated.Sample.Protocol == Protocol.Messages,

        // Vendors of Chat have members of their own for it; a model that lacks an effort gets the nearest that it knows.
        "reasoning" => before.Length == 0 ? translated.Sample.Protocol == Protocol.Chat
            : ReasoningEfforts.TryParse(Encoding.UTF8.GetBytes(before), out var effort)
                && ModelRulesCatalogue.BuiltIn.For(translated.Model).Efforts.Nearest(effort) is { } nearest && after == ReasoningEfforts.Name(nearest),

        // Without a form of its own, it is asked for as the arguments of a tool; no tools is how Converse says that none may be called; tools that a search
        // would bring stand with the others, and what a namespace is for stands with its tools.
        "output format" or "tools" or "tool descriptions" or "tool choice" =>
            translated.Back!.Tools.Any(tool => tool.Name == "json_output") || (subject.StartsWith("tool", StringComparison.Ordinal) && IsWithin(before, after)) || translated is { Target: Protocol.Converse, Asked.ToolChoice.Kind: ToolChoiceKind.None },
        _ => false,
    };

    private static bool IsWithin(string before, string after) => before.Split(" ; ").All(piece => after.Contains(piece, StringComparison.Ordinal));

    private static bool IsAnthropic(Protocol protocol) => protocol is Protocol.Messages or Protocol.Converse;

    // Where two long texts part.
    private static string Around(string text, string other)
    {
        int at = 0;
        while (at < text.Length && at < other.Length && text[at] == other[at]) at++;
        int from = Math.Max(0, at - 20);
        return $"'{(from > 0 ? "…" : "")}{text.Substring(from, Math.Min(90, text.Length - from))}' ({text.Length})";
    }

    [GeneratedRegex(@"( ; User: )?(Document|Image|Audio|Video|File)returnedbytool[A-Za-z0-9_-]+\([^)]*\):?")]
    private static partial Regex Hoisted();

    [GeneratedRegex(@"\[(document|image|audio|video|file)sattachedbelow\]|\[(document|image|audio|video|file)attachedbelow\]")]
    private static partial Regex Below();

    [GeneratedRegex("x-anthropic-billing-header:cc_version=[^;]*;(cc_[a-z_]*=[^;]*;|cch=[^;]*;)*")]
    private static partial Regex Attribution();
}
