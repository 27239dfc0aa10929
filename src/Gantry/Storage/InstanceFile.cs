namespace Gantry.Storage;

/// <summary>The identity of a data folder: a server that starts on it again knows its former runs by it.</summary>
internal static class InstanceFile
{
    public const string Name = "instance";

    /// <summary>Made at the first start; a copy of the folder must not keep it.</summary>
    public static string Read(string dataFolder, TimeProvider time)
    {
        var file = Path.Combine(dataFolder, Name);
        try
        {
            if (File.Exists(file) && Guid.TryParse(File.ReadAllText(file).Trim(), out var known)) return known.ToString();
            var made = Guid.CreateVersion7(time.GetUtcNow()).ToString();
            File.WriteAllText(file + ".new", made + "\n");
            File.Move(file + ".new", file, overwrite: true);
            return made;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"The identity of the data folder cannot be kept in {file}: {failure.Message}", failure);
        }
    }
}
