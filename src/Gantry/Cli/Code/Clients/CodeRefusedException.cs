namespace Gantry.Cli.Code.Clients;

/// <summary>Why a client is not started, in a sentence for people.</summary>
/// <param name="message">What to do about it stands in it.</param>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
internal sealed class CodeRefusedException(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;
}
