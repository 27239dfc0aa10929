namespace Gantry.Protocols.Metering;

/// <summary>What the members that a meter looks for mean. Protocols add their own from <see cref="Own"/> on.</summary>
internal static class AnswerMember
{
    public const int ResponseId = 0;
    public const int Model = 1;
    public const int Error = 2;
    public const int Usage = 3;
    public const int Stop = 4;

    /// <summary>A value that is content unless it is empty, and words that are counted: a text, or JSON that the model wrote.</summary>
    public const int Content = 5;

    /// <summary>A value that is content unless it is empty, but no words: a picture, a signature, what stands elsewhere as text as well.</summary>
    public const int Presence = 6;

    /// <summary>The class of service that the vendor has given.</summary>
    public const int ServiceTier = 7;

    public const int Own = 16;

    // Bytes kept of a value. Usage of a long agent turn lists its iterations; nobody's is near the limit.
    public const int UsageLimit = 256 * 1024;
    public const int ErrorLimit = 16 * 1024;
    public const int TextLimit = 1024;
    public const int PresenceLimit = 32;
    public const int ContentLimit = 64 * 1024;
}
