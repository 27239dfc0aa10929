using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>What of an answer's thinking the client is shown, by its own request.</summary>
/// <param name="Text">The readable thought.</param>
/// <param name="Block">A block that carries the seal, with or without text.</param>
internal readonly record struct ThoughtView(bool Text, bool Block)
{
    public static ThoughtView Of(Protocol client, ChatRequest asked)
    {
        switch (client)
        {
            case Protocol.Messages or Protocol.Converse:
                // Strict clients do not expect a block that they have not asked for.
                var said = ThinkingMembers.Messages(asked.Extras);
                bool isOn = said.Type is "enabled" or "adaptive";
                return new(isOn && said.Display != "omitted", isOn);
            case Protocol.Responses:
                return new(asked.Reasoning is { Visible: true } or { Summary.Length: > 0 } || HasOldSummary(asked), true);
            case Protocol.Gemini:
                return new(ThinkingMembers.Gemini(asked.Extras).Include == true, false);
            default:
                return new(!ThinkingMembers.Chat(asked.Extras).Exclude, false);
        }
    }

    private static bool HasOldSummary(ChatRequest asked)
    {
        foreach (var extra in asked.Extras)
        {
            if (extra is { From: Protocol.Responses, Name: "reasoning.generate_summary" }) return true;
        }

        return false;
    }
}
