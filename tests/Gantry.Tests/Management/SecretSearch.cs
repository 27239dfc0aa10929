namespace Gantry.Tests.Management;

/// <summary>Looks for secrets in files that are open elsewhere.</summary>
internal static class SecretSearch
{
    public static bool Holds(string file, params IEnumerable<byte[]> secrets)
    {
        var bytes = Read(file);
        return secrets.Any(secret => bytes.AsSpan().IndexOf(secret) >= 0);
    }

    public static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
