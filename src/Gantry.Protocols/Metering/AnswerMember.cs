namespace Gantry.Protocols.Metering;

/// <summary>What the members that a meter looks for mean. Protocols add their own from <see cref="Own"/> on.</summary>
internal static class AnswerMember
{
    public const int ResponseId = 0;
    public const int Model = 1;
    public const int Error = 2;
    public const int Usage = 3;
    public const int Stop = 4;

    /// <summary>A value that is content unless it is empty.</summary>
    public const int Content = 5;

    public const int Own = 16;

    // Bytes kept of a value. Usage of a long agent turn lists its iterations; nobody's is near the limit.
    public const int UsageLimit = 256 * 1024;
    public const int ErrorLimit = 16 * 1024;
    public const int TextLimit = 1024;
    public const int ContentLimit = 32;
}
