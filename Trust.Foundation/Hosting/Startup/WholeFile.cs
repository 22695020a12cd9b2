namespace Trust.Hosting.Startup;

/// <summary>Files that others read while they are written.</summary>
public static class WholeFile
{
    /// <summary>Written beside and renamed: a reader, and a crash, finds the old content or the new one, never half of one. Several processes may write.</summary>
    /// <param name="path">Path of the file; its folder is there.</param>
    /// <param name="content">The whole content.</param>
    public static void Replace(string path, byte[] content)
    {
        var beside = $"{path}.{Guid.NewGuid():N}.new";
        File.WriteAllBytes(beside, content);
        File.Move(beside, path, overwrite: true);
    }
}
