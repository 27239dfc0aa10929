namespace Gantry.Storage;

/// <summary>Another server runs on the data folder.</summary>
internal sealed class FolderInUseException(string message, Exception inner) : DatabaseException(message, inner);
