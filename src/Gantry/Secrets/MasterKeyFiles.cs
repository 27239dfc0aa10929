using System.Security.Cryptography;

namespace Gantry.Secrets;

/// <summary>
/// The master keys in <c>secrets/</c>: <c>master-key</c>, and beside it <c>master-key.previous</c> while a change of keys runs. Every use looks
/// whether the files have changed: a running server follows a change that a command has begun, and no box is sealed under a key that is about to go.
/// </summary>
internal sealed class MasterKeyFiles(SecretFolder folder)
{
    private const string Name = "master-key";
    private const string PreviousName = "master-key.previous";

    private readonly Lock _gate = new();
    private (MasterKeys Keys, long Stamp) _seen;

    /// <summary>The keys of this moment; those of before where the files cannot be read.</summary>
    /// <exception cref="SecretFileException">They could never be read.</exception>
    public MasterKeys Now
    {
        get
        {
            lock (_gate)
            {
                var stamp = HashCode.Combine(folder.Stamp(Name), folder.Stamp(PreviousName));
                if (_seen.Keys is not null && _seen.Stamp == stamp) return _seen.Keys;
                try
                {
                    _seen = (Read(), stamp);
                }
                catch (SecretFileException) when (_seen.Keys is not null)
                {
                    // What a server has is worth more than what somebody has just broken: the next start tells of it.
                    return _seen.Keys;
                }

                return _seen.Keys;
            }
        }
    }

    /// <summary>Makes a new key the current one and keeps the old beside it. Where a change had begun and not ended, that one goes on.</summary>
    /// <exception cref="SecretFileException">A file cannot be read or written.</exception>
    public void Begin()
    {
        using var alone = folder.Lock();
        var keys = Read();
        // A crash between the two writes leaves one key twice: nothing was sealed under another yet.
        if (keys.Previous is { } previous && !previous.Id.SequenceEqual(keys.Current.Id)) return;
        folder.Write(PreviousName, keys.Current.Bytes);
        folder.Write(Name, RandomNumberGenerator.GetBytes(SecretFiles.KeySize));
    }

    /// <summary>Removes the old key.</summary>
    public void End()
    {
        using var alone = folder.Lock();
        folder.Delete(PreviousName);
    }

    private MasterKeys Read() => new(new MasterKey(folder.ReadOrMake(Name)), folder.TryRead(PreviousName) is { } previous ? new MasterKey(previous) : null);
}
