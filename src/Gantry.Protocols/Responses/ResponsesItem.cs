using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Responses;

/// <summary>One item of an input or output: a message, whose content has any number of parts, or something else, which is one part.</summary>
internal readonly record struct ResponsesItem
{
    /// <summary>A message.</summary>
    /// <param name="role">Who says it.</param>
    /// <param name="message">One part for each element of its content.</param>
    public ResponsesItem(Role role, IReadOnlyList<Part> message) => (Role, Message) = (role, message);

    /// <summary>A call, a result or the like.</summary>
    public ResponsesItem(Role role, Part only) => (Role, Only) = (role, only);

    /// <summary>Who says it.</summary>
    public Role Role { get; }

    /// <summary>What a message says; null where it is none.</summary>
    public IReadOnlyList<Part>? Message { get; }

    /// <summary>What the item is where it is no message; null where it is one.</summary>
    public Part? Only { get; init; }

    /// <summary>What is said, in a list made for it.</summary>
    public IReadOnlyList<Part> Parts => Only is { } only ? [only] : Message ?? [];

    public void AddTo(List<Part> parts)
    {
        if (Only is { } only)
        {
            parts.Add(only);
            return;
        }

        for (int i = 0; i < Message!.Count; i++) parts.Add(Message[i]);
    }
}
