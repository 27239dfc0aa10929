using System.Runtime.InteropServices;

namespace Gantry.Hosting;

/// <summary>Calls of the C library that the runtime has no name for.</summary>
internal static class CLibrary
{
    /// <returns>Null where the system is not Linux, or its C library is another than glibc, or has no such call.</returns>
    public static T? Find<T>(string name)
        where T : Delegate => OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", typeof(CLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var library)
        && NativeLibrary.TryGetExport(library, name, out var address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : null;
}
