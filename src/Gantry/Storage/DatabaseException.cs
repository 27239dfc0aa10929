using System.Data.Common;

namespace Gantry.Storage;

/// <summary>The database cannot be used as it is; the message says why and what to do.</summary>
internal class DatabaseException(string message, Exception? inner = null) : DbException(message, inner);
