namespace Gantry.Secrets;

/// <summary>The pepper or the master key cannot be had; the message names the file or the variable, never its content.</summary>
internal sealed class SecretFileException(string message, Exception? inner = null) : Exception(message, inner);
