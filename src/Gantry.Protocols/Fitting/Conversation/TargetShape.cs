using Gantry.Protocols.Models;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>What each target demands of the shape of a conversation (reference: roles and instructions, tool results).</summary>
internal static class TargetShape
{
    /// <summary>User and assistant take turns, and the user begins.</summary>
    public static bool Alternates(this TranslationTarget target) => target.Protocol is Protocol.Messages or Protocol.Gemini or Protocol.Converse;

    /// <summary>Texts of nothing but white space are refused.</summary>
    public static bool RefusesBlank(this TranslationTarget target) => target.Protocol is Protocol.Messages or Protocol.Converse;

    /// <summary>The system may speak between the others.</summary>
    public static bool TakesSystemTurns(this TranslationTarget target) => target.Protocol switch
    {
        Protocol.Chat => !target.Traits.SingleSystem,
        Protocol.Responses => true,
        Protocol.Messages => target.Rules.MidSystem,
        _ => false,
    };

    /// <summary>The last turn may be the beginning of the answer.</summary>
    public static bool TakesPrefill(this TranslationTarget target) => target.Protocol switch
    {
        Protocol.Messages or Protocol.Converse => target.Rules.Prefill,
        Protocol.Gemini => false,
        _ => true,
    };

    /// <summary>The instructions are those of a developer: OpenAI's word, which its reasoning models expect.</summary>
    public static bool WantsDeveloper(this TranslationTarget target) =>
        target is { Protocol: Protocol.Chat, Traits.DeveloperRole: true } && target.Rules.Thinking != ThinkingKind.None;

    /// <summary>What stands behind results must stand in a content of its own: Gemini before 3 counts the parts beside its calls.</summary>
    public static bool KeepsResultsAlone(this TranslationTarget target) =>
        target.Protocol == Protocol.Gemini && target.Rules.FunctionResponseMedia == Media.MediaKinds.None;
}
