namespace Gantry.Protocols.Chat;

/// <summary>Words that readers and writers of this dialect share.</summary>
internal static class ChatWords
{
    /// <summary>Before the name of a message's member in the type of a foreign part, which tells it from a part of the content.</summary>
    public const string MessageMember = "message.";

    /// <summary>A call whose arguments are an empty text gets these: clients parse what they are given.</summary>
    public static ReadOnlySpan<byte> NoArguments => "{}"u8;
}
