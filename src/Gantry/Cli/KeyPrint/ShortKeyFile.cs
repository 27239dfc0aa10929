using System.Security.Cryptography;
using System.Text;
using Gantry.Cli.Code.Clients;

namespace Gantry.Cli.KeyPrint;

/// <summary>A key of a server elsewhere, in a file for the person alone.</summary>
internal sealed class ShortKeyFile
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly string _path;

    /// <param name="environment">Reads a variable.</param>
    /// <param name="purpose">What keys of different servers, tokens, clients and groups are told apart by.</param>
    public ShortKeyFile(Func<string, string?> environment, params IEnumerable<string> purpose)
    {
        var folder = Path.Combine(HomePath.Xdg(environment, "XDG_STATE_HOME", ".local/state"), "gantry", "keys");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', purpose))))[..24]);
    }

    /// <summary>Waits until no other call uses the file.</summary>
    public async Task<IDisposable> LockAsync(TimeProvider time, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return Open(_path + ".lock", FileMode.OpenOrCreate);
            }
            catch (IOException)
            {
                await Task.Delay(Look, time, cancellation); // Another one asks the server.
            }
        }
    }

    /// <summary>Null where there is none.</summary>
    public ShortKey? Read() => File.Exists(_path) ? ShortKey.Parse(File.ReadAllText(_path)) : null;

    public void Write(ShortKey key)
    {
        using (var file = Open(_path + ".new", FileMode.Create)) file.Write(Encoding.UTF8.GetBytes(key.Format()));
        File.Move(_path + ".new", _path, overwrite: true);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
