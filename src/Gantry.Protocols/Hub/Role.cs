namespace Gantry.Protocols.Hub;

/// <summary>Who speaks in a turn. Results of tools are said by the user, whatever a dialect calls it.</summary>
public enum Role
{
    /// <summary>An instruction in the middle of a conversation. Those at its head are <see cref="ChatRequest.Instructions"/>.</summary>
    System,
    User,
    Assistant,
}
