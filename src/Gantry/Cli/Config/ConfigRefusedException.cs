namespace Gantry.Cli.Config;

/// <summary>Why nothing was done, in a sentence that says what to do.</summary>
/// <param name="code">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">The sentence; it holds no key.</param>
internal sealed class ConfigRefusedException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
